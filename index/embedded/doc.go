// Package embedded is the engine that comes with the program: Bleve's scorch as
// the durable inverted index, and in memory on top of its immutable segments
// what makes answers fast and right.
//
// How a paper gets in: Apply tokenizes its title, abstract, names and venue with
// package analysis, packs everything else into one stored field (schema.go,
// columns.go), and writes all changes as one Bleve batch a core, with the sequence
// that they reach (write.go). Bleve has it on disk when Apply returns. The
// publisher of the generation (generation.go) then takes the newest snapshot, reads
// a lane (lane.go) of every segment that it has none of, and publishes a view
// (view.go): snapshot, lanes, live papers, statistics. A search uses one view
// throughout.
//
// How a query is answered (search.go): it is resolved against the view's
// dictionaries (plan.go, fuzzy.go) and evaluated to one bitset a segment
// (boolean.go; phrase.go, compound.go and near.go ask Bleve for positions, pattern.go and
// has.go read dictionaries and columns). Of a long text the words that tell most are left
// (telling.go), the papers that the query names are looked up (cited.go), and all work is
// counted (cost.go): too much of it ends the search. Then the segments are shared
// among the cores (view.shareParts): the filter is tested column by column, which
// gives the papers that pass and, for each facet that it restricts, those that fail
// nothing else (filter.go, count.go); facets count these (facet.go, datefacet.go);
// papers are scored term by term into a dense slice (score.go), of which the best
// are kept (page.go, sort.go). Pairs of words are counted in the best of these
// (pair.go). Similar papers (similar.go, bag.go, similarity.go) come from the same postings,
// roughly, and from the sequences, exactly. Spelling (spell.go) goes through the same
// dictionaries.
//
// A free word may also be an author's name, a venue or a year (meaning.go, byname.go, people.go), and a
// whole query the beginning of a title or the name of a paper (naming.go, titles.go). What
// such a meaning is worth does not depend on the paper, so it is added to the scores of a
// list of papers.
//
// What a query means in detail is written in package indextest, whose oracle
// this engine is compared with. What differs: a word's frequency in one title or
// abstract counts as 255 where it is higher, and pairs count in the 200 papers that
// are best without them.
//
// The score is the measured search formula, E(stems) + .2 E(forms) + .3 P(pairs).
// With pairs, nDCG@10 went from .5076 to .5140 on ADI, .5175 to .5267 on CACM,
// .5229 to .5324 on Cranfield, and from .6918 down to .6879 on MED. Counted in 50,
// 100, 200, 400 or 1,000 papers it is the same in all digits; MAP moves by less than
// .0005, and R@100 is settled from 200 on (CACM .6887 before, .6919).
//
// What a lane holds is what questions read most, 904 bytes a paper of 393,773 (ACL,
// arXiv 2025, arXiv classic, Hugging Face): postings by stem, two bytes each, with a byte
// that tells the surface form where a stem has several (postings.go, text.go), the content
// stems of each paper in order (sequence.go, 197 bytes), and columns. Names by surname and
// the starts of titles brought it there from 790, and signatures of terms (signature.go).
// Before, postings by form, six bytes each, and those of frequent stems once more took
// 1,169, and a question for similar papers twice the processor's time.
//
// What was measured and rejected: Bleve's own BM25 (its average length is not
// one: 3 to 18 % nDCG@10 lost), its facets (15 ms against .2), columns as keyword
// doc values (columns.go), stemming at indexing (phrases and exact words are
// lost, for 6 % fewer postings), MaxScore and block-max pruning (slower than the
// plain loop here), adding up similar papers block of papers by block, to stay in
// the first cache (.78 ns a posting both ways), Apply with more batches at once than
// cores (no difference beyond the noise), unsafe batches (no faster, and they lose
// papers); testing the filter and making a place paper by paper (three words 4.9 ms
// for 2.0, all papers with three facets and a filter 10.7 for 1.9); a weight of .2 or
// .25 for pairs (Cranfield .5302 and .5299 for .5324).
//
// What questions, ingest and opening cost is in index/bench/figures.md, beside stock
// Bleve in the same run. Sharing the segments among the cores and going column by
// column made the answers there two to four times as fast as paper by paper on one.
//
// What can go wrong. An index that is damaged, of another store or schema, or ahead of its
// store is begun anew at Open (verify.go, open.go), since the store is the record. A crash
// loses nothing that Apply acknowledged; one in a Rebuild leaves the old index, and Open
// removes the half-built one. A panic fails one search or write (package panics). A write
// that fails, as on a full disk, closes Bleve's writer, and the next write opens it again
// (bleve.go, reopen.go); searches go on from the last view. Answers come from lanes, which
// no damaged file changes; what is read from a file is compared with checksums before it is
// answered (blocks.go), and all files are from time to time (scrub.go). Damage that is found
// is told by Health, and Damaged asks whoever feeds the index to rebuild it.
package embedded
