// What Swift cannot reach of SQLite by itself: its settings are set through functions of any number of arguments.
#ifndef BRONBATCH_CSQLITE_H
#define BRONBATCH_CSQLITE_H

/// Has SQLite take memory cheaply, in this process, from its next connection on: a statement that runs for a melding
/// takes ten small pieces of it, and gives them back. What is taken is counted no longer, which costs a lock at each
/// piece. A connection has `count` pieces of `size` bytes of its own, more than the statements that it keeps prepared
/// take for good. The pages that a statement changes, kept in case it fails halfway, go into no file.
/// Without effect once the process has used SQLite.
void csqlite_use_memory(int size, int count);

#endif
