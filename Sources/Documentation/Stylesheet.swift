/// How the pages look: one column, readable on a screen, a telephone and on paper.
enum Stylesheet {
  static let file = "stijl.css"

  static let css = """
    :root { color-scheme: light dark; --lijn: #8a8f98; --vlak: #f2f4f7; --tekst: #1b1f24; --grond: #fff; --link: #0b57a4 }
    @media (prefers-color-scheme: dark) {
      :root { --lijn: #6b7280; --vlak: #262b33; --tekst: #e8eaed; --grond: #16191d; --link: #8ab8f0 }
    }
    html { scroll-padding-top: 1rem }
    body { margin: 0 auto; max-width: 75rem; padding: 0 1rem 3rem; color: var(--tekst); background: var(--grond);
      font: 1rem/1.5 system-ui, sans-serif }
    a { color: var(--link) }
    .skip { position: absolute; left: -100rem }
    .skip:focus { position: static }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: .75rem 0;
      border-bottom: 1px solid var(--lijn) }
    nav a[aria-current] { font-weight: bold; color: inherit; text-decoration: none }
    main p, main li, main dd { max-width: 48rem }
    h2 { margin-top: 2rem; border-top: 1px solid var(--lijn); padding-top: 1rem }
    .tabel { overflow-x: auto }
    table { border-collapse: collapse; margin: 1rem 0; width: 100% }
    caption { text-align: left; font-weight: bold; padding: .25rem 0 }
    th, td { border: 1px solid var(--lijn); padding: .3rem .5rem; text-align: left; vertical-align: top }
    thead th { background: var(--vlak) }
    tbody th { font-weight: normal }
    :target { background: var(--vlak); outline: 2px solid var(--link) }
    dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .3rem 1rem }
    dt { font-weight: bold }
    dd { margin: 0 }
    code, pre { font-family: ui-monospace, monospace; font-size: .92em }
    pre { background: var(--vlak); padding: .6rem .8rem; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
    .codes { display: flex; flex-wrap: wrap; gap: .2rem .8rem; list-style: none; padding: 0 }
    footer { margin-top: 3rem; border-top: 1px solid var(--lijn); font-size: .9em }
    @media print {
      @page { size: A4 landscape; margin: 15mm }
      body { font-size: 9pt; max-width: none; padding: 0; color: #000; background: #fff }
      nav, .skip, footer { display: none }
      a { color: inherit; text-decoration: none }
      .tabel { overflow: visible }
      thead { display: table-header-group }
      tr, pre, h2, h3 { break-inside: avoid }
      h2, h3 { break-after: avoid }
    }

    """
}
