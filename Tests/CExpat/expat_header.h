// expat is the oracle of the XML reader in the tests, and what it is measured against.
#include <expat.h>
