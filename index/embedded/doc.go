// Package embedded is the engine that comes with the program. Bleve's scorch keeps the papers on
// disk: it writes batches, replaces and deletes papers, merges segments, and survives crashes. What
// makes answers fast and right is in slices, the lanes, that are made from its immutable segments.
//
// The rooms below, from the bottom up:
//
//	bitset      sets of papers
//	schema      what a paper is on disk: its record
//	mapped      files of slices that are mapped into memory
//	segmentfile the file of a segment as scorch writes and merges it: records and words
//	segment     one segment in memory: postings, sequences, dictionaries, columns
//	snapshot    the segments of one moment, which papers are live, statistics of these
//	facets      filters and facet counts
//	bleveindex  the files: writing, publishing snapshots, verifying, rebuilding, scrubbing
//
// How a paper gets in: Apply tokenizes its title and abstract with package analysis, packs
// everything else into a record, and writes all changes as one scorch batch a core, with the
// sequence that they reach. Scorch has it on disk when Apply returns. The publisher then takes
// scorch's newest snapshot, reads the segments that it does not have yet, and publishes a
// snapshot. A search uses one snapshot throughout.
//
// Why the inverted index is not in Bleve's format: nobody would read it. Searches need postings by
// stem, with forms beside them and lengths at hand, in a mapped file. Bleve's postings, terms and
// positions took 1,560 bytes a paper and nearly half of the CPU time of an ingest, and served only to
// make the lanes again if their file is lost. Postings without frequencies and positions would still
// take 250 bytes a paper, and words in order would be needed beside them. So scorch's segments are
// files of our own that hold the words in order (package segmentfile): 336 bytes a paper with the
// records. The lanes of a merged segment are made from its file, and not from the lanes of its parts:
// merging the file takes 5 us a paper, and most of what making lanes takes, 30 us on a busy machine,
// is sorting names and postings, which another source would not save.
//
// How a query is answered (search.go): it is resolved against the snapshot's dictionaries
// (plan.go) and evaluated to one bitset a segment (boolean.go; phrase.go, compound.go and
// near.go look for words in the order of the texts). A long text is reduced to its most
// distinctive words (longtext.go), the papers that the query names are looked up (cited.go), and
// all work is counted (cost.go): too much of it ends the search. Then the segments are shared
// among the cores: the filter is tested column by column, which gives the papers that pass and,
// for each facet, those that the facet is counted over (package facets); papers are scored, and
// the best are kept (page.go, sort.go). Pairs of words are counted in the best of these
// (pair.go). Similar papers (similar.go, vector.go) come from the same postings, roughly, and
// then from the sequences, exactly. Spelling (spell.go, together.go) uses the same dictionaries.
//
// Why scores are exact though most papers are never scored exactly (rough.go): postings are
// decoded and scored in single precision in one pass, without a list of them. All parts of a
// score are positive, so its relative error is bounded by the number of its parts. A paper whose
// rough score is so far below the n-th best that even both errors together do not explain it
// cannot be among the best n. Nor can one whose parts are known to be too little before they are
// added up (bounds.go): a part is below its bound, as B is below index.K1+1, and what is not yet
// known is counted with its bound, so a paper that is left out would have ended below the n-th best
// with all of it. What is left, a few hundred papers, is scored in double precision
// by looking it up: the postings of a stem are in blocks of 128 (segment/skip.go), and a skip
// says with which paper a block begins. Words that a paper must have all are intersected from
// the rarest in the same way, and what few papers pass needs no rough score. Pairs are counted
// in those of the best 200 that can reach the page with them: a pair is not more frequent than
// its rarer word. How many papers have a stem or form is kept, so that idf is known without
// reading postings. What is sorted otherwise than by score is scored when it is on the page.
// After a cursor, and where all numbers are asked for, all papers are scored in double precision,
// with the same operations in the same order, so that scores are equal to the last bit.
//
// A free word may also be an author's name, a venue or a year (meaning.go, byname.go), and a
// whole query the beginning of a title or the name of a paper (naming.go). What such a meaning
// is worth does not depend on the paper, so it is added to the scores of a list of papers.
//
// What a query means in detail is written in package indextest, whose oracle this engine is
// compared with. There are two differences: a word's frequency in one title or abstract counts
// as 255 if it is higher, and pairs count in the 200 papers that are best without them.
//
// The score is the search formula (index.K1). With pairs, nDCG@10 went from .5076 to .5140 on
// ADI, .5175 to .5267 on CACM, .5229 to .5324 on Cranfield, and from .6918 down to .6879 on
// MED. Counted in 50, 100, 200, 400 or 1,000 papers it is the same in all digits; MAP moves by
// less than .0005, and R@100 is stable from 200 on (CACM .6887 before, .6919).
//
// What searches read most is in slices of 953 bytes a paper of 393,781 (ACL, arXiv 2025, arXiv
// classic, Hugging Face): postings by stem, two bytes each, with a byte for the surface form
// where a stem has several, the words of each paper in order, and columns. What each takes is in
// index/bench/figures.md.
// Before, postings by form, six bytes each, and those of frequent stems a second time took
// 1,169, and a search for similar papers took twice the CPU time.
//
// What was measured and rejected: Bleve's own BM25 (its average length is not one: 3 to 18 %
// nDCG@10 lost), its facets (15 ms against .2), columns as keyword doc values (package
// segment), stemming at indexing (phrases and exact words are lost, for 6 % fewer postings),
// scoring by bounds paper by paper (a fifth of the papers of three words, but each takes four times as
// long as in the loop, since nothing is read in order; choosing them by a decision diagram of the
// stems' sets, the best first, did not change that), collecting 64 papers of a set in a register while
// postings are decoded (2.6 ns a posting for 2.0), adding up similar papers
// by blocks of papers, to stay in the first cache (.78 ns a posting both ways), Apply with more
// batches at once than cores (no difference beyond the noise), unsafe batches (no faster, and
// they lose papers), and testing the filter and making a place paper by paper (three words
// 4.9 ms for 2.0, all papers with three facets and a filter 10.7 for 1.9).
//
// These slices are made from the segments once and kept in files (segment/lanes.go), which
// are mapped: opening 393,781 papers takes .5 s of CPU time instead of 16.7, and what no search
// reads takes no memory. The ordinals of authors, categories and stems are common to all
// segments, so their values are kept too (segment/kept.go). A local numbering for each file, with
// a table to the common one, would have had to look up a million strings at each opening.
//
// What queries, ingest and opening cost is in index/bench/figures.md, beside stock Bleve in the
// same run. Sharing the segments among the cores and going column by column made the answers
// there two to four times as fast as paper by paper on one core.
//
// The files of slices are compared with their checksums when they are opened, and again by the
// scrub. One that is damaged, missing or of another version is made again from the segment's, and
// one that was cut short fails the searches that read the rest until then. Bytes that change in a
// file that is open may change answers until the scrub has found them; slices in memory of their own
// would be safe from that, and take .36 GB that the system could never have back. Searches never
// read the files of segments. What else can go wrong is in the documentation of package bleveindex.
package embedded
