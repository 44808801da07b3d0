// Package eval measures the quality of an engine with test collections: queries and
// the papers that people judged relevant to them.
//
// Open reads a collection in BEIR's layout. Load puts its papers into an empty engine.
// Run searches for each judged query, as a user would, through the query language and
// with the defaults, and measures the results:
//
//	c, err := eval.Open(folder, "")
//	loaded, err := eval.Load(ctx, engine, c)
//	report, err := eval.Run(ctx, c, loaded.Search)
//
// Other collections are derived from papers: TitleFragments, Typos and Known make queries
// for papers that somebody knows in part. CoRelevance derives a test of similar papers
// from a test of search.
//
// The measures are those of trec_eval for the top Depth results. The package works with
// any engine, makes no temporary folders and prints nothing.
package eval
