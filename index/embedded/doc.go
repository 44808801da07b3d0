// Package embedded is the engine that comes with the program: Bleve's scorch as
// the durable inverted index, and in memory on top of its immutable segments
// what makes answers fast and right.
//
// How a paper gets in: Apply tokenizes its title, abstract, names and venue with
// package analysis, packs everything else into one stored field (schema.go,
// columns.go), and writes all changes as one Bleve batch with the sequence that
// they reach. Bleve has it on disk when Apply returns. The publisher of the
// generation (generation.go) then takes the newest snapshot, reads a lane
// (lane.go) of every segment that it has none of, and publishes a view (view.go):
// snapshot, lanes, live papers, statistics. A search uses one view throughout.
//
// How a query is answered (search.go): it is resolved against the view's
// dictionaries (plan.go, fuzzy.go), evaluated to one bitset a segment
// (boolean.go; phrase.go asks Bleve for positions, and nothing else does),
// scored term by term into a dense slice (score.go), then one pass over the
// matches tests the filter (filter.go), counts facets by what a paper fails
// (facet.go, datefacet.go) and keeps the best (sort.go). Similar papers
// (similar.go, similarity.go) come from the same postings.
//
// What a query means in detail is written in package indextest, whose oracle
// this engine is compared with. What differs: a word's frequency in one title or
// abstract counts as 255 where it is higher.
//
// The score is E(stems) + .2 E(forms) of the measured search formula. Its third
// part, .3 for adjacent pairs, is not there yet.
//
// What was measured and rejected: Bleve's own BM25 (its average length is not
// one: 3 to 18 % nDCG@10 lost), its facets (42 ms against .5), columns as keyword
// doc values (columns.go), stemming at indexing (phrases and exact words are
// lost, for 6 % fewer postings), MaxScore and block-max pruning (slower than the
// plain loop here), unsafe batches (no faster, and they lose papers).
//
// Measured with the benchmarks of this package on 64,351 ACL papers, on two
// cores that others were busy on: 4,000 papers/s in, 2,350 bytes a paper on disk
// (text 1,070), 900 to 1,000 in lanes; three words 1.4 ms, with date, author-count
// and author facets 1.6 ms, all papers with these 4.7 ms; a phrase .7 ms, a fuzzy
// word 3.4 ms, a whole abstract 13 ms; similar papers 9 ms; opening 1.4 s, most of
// it reading the lanes.
//
// What can go wrong: an index that is damaged, of another store or schema, or
// ahead of its store is begun anew at Open (verify.go, open.go), since the store
// is the record. A crash loses nothing that Apply acknowledged.
package embedded
