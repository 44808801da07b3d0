// Package eval judges an engine by a relevance collection: queries, and for each
// which papers people found relevant.
//
// Open reads a collection in BEIR's layout. Load puts its papers into an empty
// engine, Searcher asks that engine as a person would, through the query
// language and with its defaults, and Run asks every judged query and measures
// the answers:
//
//	c, err := eval.Open(folder, "")
//	loaded, err := eval.Load(ctx, engine, c)
//	report, err := eval.Run(ctx, c, loaded.Search)
//
// TitleFragments makes a collection of any papers: whether they are found by three
// words of their titles. CoRelevance makes one of another: whether papers that answer
// the same query are found by each other.
//
// The measures are those of trec_eval, over the top Depth of each answer. The
// package knows no engine; it makes no temporary folder and prints nothing.
package eval
