// Package assist helps a person ask. Correct finds the words of a query that are
// misspelled, and how they were meant.
//
// The flow: the words of a query are read off its text; those that few papers have are
// suspects; the engine names the forms near each suspect (index.Speller.Near) and counts
// which of them papers have together with the other words (Together); a score compares
// each way to read the query with the query as it was typed.
//
// The score is that of a noisy channel (Kernighan, Church and Gale, A spelling
// correction program based on a noisy channel model, COLING 1990): the logarithm of how
// likely papers make the words, less the cost of the edits that lead from them to what
// was typed. See score.
//
// The package speaks query.Query and the ports of package index. It runs no search for
// the person, knows no HTTP, and leaves to its caller what to do with a correction.
package assist
