import com.univocity.parsers.fixed.FixedWidthFields;
import com.univocity.parsers.fixed.FixedWidthParser;
import com.univocity.parsers.fixed.FixedWidthParserSettings;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Counts the faults in the deliveries that it is given, read by univocity-parsers; Controles.java has the checks. */
final class Veldcontrole {
  private static final int[] DAGEN = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  public static void main(String[] bestanden) throws Exception {
    FixedWidthParserSettings settings = new FixedWidthParserSettings(new FixedWidthFields(3, 117));
    settings.setRecordEndsOnNewline(true);
    settings.setSkipTrailingCharsUntilNewline(true);
    // A space in front counts, and univocity takes it away at the end of a line along with the padding.
    settings.setKeepPadding(true);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setMaxCharsPerColumn(1000);
    settings.getFormat().setLineSeparator("\r\n");
    settings.getFormat().setComment('\0');
    for (Map.Entry<String, int[]> record : Controles.LENGTES.entrySet()) {
      settings.addFormatForLookahead(record.getKey(), new FixedWidthFields(record.getValue()));
    }
    long meldingen = 0, records = 0, fouten = 0;
    for (String bestand : bestanden) {
      FixedWidthParser parser = new FixedWidthParser(settings);
      parser.beginParsing(new InputStreamReader(new FileInputStream(bestand), StandardCharsets.ISO_8859_1));
      String[] record;
      while ((record = parser.parseNext()) != null) {
        records++;
        if (record[0].equals("305")) meldingen++;
        fouten += Controles.fouten(record);
      }
    }
    System.out.println(meldingen + " " + records + " " + fouten);
  }

  /** A field without the spaces at its end; one that is left off at the end of a short record is empty. */
  static String veld(String[] record, int index) {
    if (index >= record.length || record[index] == null) return "";
    String text = record[index];
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') end--;
    return text.substring(0, end);
  }

  static boolean cijfers(String text, int count) {
    if (text.length() != count) return false;
    for (int i = 0; i < count; i++) if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return true;
  }

  static int getal(String text) {
    return text.isEmpty() || !cijfers(text, text.length()) ? -1 : Integer.parseInt(text);
  }

  static int quotient(int left, int right) {
    return left / right;
  }

  static String deel(String text, int from, int to) {
    return text.substring(Math.min(from, text.length()), Math.min(to, text.length()));
  }

  static boolean datum(String text) {
    if (!cijfers(text, 8)) return false;
    int jaar = getal(text.substring(0, 4)), maand = getal(text.substring(4, 6)), dag = getal(text.substring(6));
    if (jaar == 0 || maand < 1 || maand > 12 || dag < 1) return false;
    boolean schrikkel = jaar % 4 == 0 && jaar % 100 != 0 || jaar % 400 == 0;
    return dag <= DAGEN[maand - 1] + (maand == 2 && schrikkel ? 1 : 0);
  }

  static boolean onvolledigeDatum(String text) {
    if (datum(text)) return true;
    return cijfers(text, 8) && text.endsWith("00") && getal(text.substring(4, 6)) < 13
        && getal(text.substring(0, 4)) > 0;
  }

  private static int som(String text) {
    int som = 0;
    for (int i = 0; i < 9; i++) som += (text.charAt(i) - '0') * (i == 8 ? -1 : 9 - i);
    return som;
  }

  static boolean elfproefBSN(String text) {
    return cijfers(text, 9) && !text.equals("000000000") && som(text) % 11 == 0;
  }

  static boolean elfproefOnderwijsnummer(String text) {
    return cijfers(text, 9) && text.charAt(0) == '1' && som(text) % 11 == 5;
  }
}
