// Package assist helps a person ask: it completes what is being typed, corrects its
// spelling, offers other names for it, and relaxes a search that finds little.
//
// The flow: a Search is what a person asks for, in the person's own words. Complete offers
// ways to go on typing. Find runs a search with its spelling corrected by Correct.
// Alternatives offers the names behind the acronyms of a query, and the acronyms for its
// names. Relax drops parts of a search with few hits, and counts what is found without
// them.
//
// Correct reads the words of a query off its text; those that few papers have are
// suspects; the engine names the forms near each suspect (index.Speller.Near) and counts
// which of them papers have together with the other words (Together); a score compares
// each way to read the query with the query as it was typed. The score is that of a noisy
// channel (Kernighan, Church and Gale, A spelling correction program based on a noisy
// channel model, COLING 1990): the logarithm of how likely papers make the words, less the
// cost of the edits that lead from them to what was typed. See score.
//
// The package speaks query.Query and the ports of package index. It knows neither the API
// nor its addresses, and keeps nothing: the words, acronyms and trends of the collection
// are in package lexicon below it.
package assist
