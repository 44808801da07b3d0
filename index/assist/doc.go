// Package assist helps people to write searches: it completes a query that is being typed,
// corrects its spelling, offers synonyms, and relaxes a search that finds little.
//
// A Search is what a person asks for, with the query as text. Complete offers completions.
// Find runs a search, with its spelling corrected by Correct. Alternatives offers the long
// forms of the acronyms in a query, and the acronyms of its long forms. Relax drops parts of
// a search with few hits and counts what the rest finds.
//
// Correct takes the words of a query from its text. Words that few papers have are suspects.
// The engine lists the forms near each suspect (index.Speller.Near) and counts how many
// papers have them together with the other words (index.Speller.Together). A score then
// compares each reading of the query with the query as typed. It is the score of a noisy
// channel (Kernighan, Church and Gale, A spelling correction program based on a noisy
// channel model, COLING 1990): the log-likelihood of the words, estimated from the papers,
// less the cost of the edits from them to the typed text. See score.
//
// The package uses query.Query and the ports of package index. It doesn't know the API or
// its URLs, and keeps no state: the words, acronyms and trends of the collection are in
// package lexicon.
package assist
