package peers;

import org.apache.lucene.search.Query;

/**
 * A query. `similar` is null unless op is that: its query is made beforehand, as it is for the other
 * engines.
 */
record Prepared(String op, String text, boolean facets, int year, int n, Query similar) {}
