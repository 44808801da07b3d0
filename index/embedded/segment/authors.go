package segment

import (
	"slices"
	"strings"

	"paperboy/data"
)

// Authors finds papers by the words of their authors' names, as data.AuthorKey writes them. A
// word with an umlaut written as two letters is also listed without it, and O'Connor also as
// connor.
type Authors struct {
	Words    *TermIndex // every word
	Surnames *TermIndex
}

func (p *Authors) bytes() int64 { return p.Words.bytes() + p.Surnames.bytes() }

// authorsReader collects the names of a segment, one paper after the other.
type authorsReader struct {
	words, surnames wordPostings
	// known caches the words and the surname of authors, by ordinal. Looking up the words of each
	// author again took a tenth of the time of reading a segment.
	known map[uint32]nameWords
}

// nameWords are the postings of the words of a name.
type nameWords struct{ all, surname []*[]uint32 }

func newAuthorsReader() *authorsReader {
	return &authorsReader{words: wordPostings{}, surnames: wordPostings{}, known: map[uint32]nameWords{}}
}

// add notes that a paper has the author with an ordinal and key, whom the paper calls name.
func (r *authorsReader) add(doc, ordinal uint32, key string, name []byte) {
	known, ok := r.known[ordinal]
	if !ok {
		for _, w := range strings.Fields(key) {
			known.all = r.words.lists(known.all, spellings(w))
		}
		known.surname = r.surnames.lists(nil, spellings(data.SurnameOfKey(key)))
		r.known[ordinal] = known
	}
	for _, docs := range known.all {
		addPaper(docs, doc)
	}
	for _, docs := range known.surname {
		addPaper(docs, doc)
	}
	for _, w := range data.ElidedWords(string(name)) {
		r.words.add(w, doc)
	}
}

func (r *authorsReader) authors() *Authors {
	return &Authors{r.words.index(), r.surnames.index()}
}

// spellings returns the forms under which a word of a name is looked up.
func spellings(word string) []string {
	if word == "" {
		return nil
	}
	if plain := data.WithoutUmlauts(word); plain != word {
		return []string{word, plain}
	}
	return []string{word}
}

// wordPostings holds the papers of each word, in ascending order.
type wordPostings map[string]*[]uint32

func (w wordPostings) add(word string, doc uint32) { addPaper(w.list(word), doc) }

// list returns the papers of a word.
func (w wordPostings) list(word string) *[]uint32 {
	docs := w[word]
	if docs == nil {
		docs = &[]uint32{}
		w[strings.Clone(word)] = docs
	}
	return docs
}

// lists appends the papers of words.
func (w wordPostings) lists(all []*[]uint32, words []string) []*[]uint32 {
	for _, word := range words {
		all = append(all, w.list(word))
	}
	return all
}

// addPaper adds a paper to those of a word, unless it is the last of them.
func addPaper(docs *[]uint32, doc uint32) {
	if n := len(*docs); n == 0 || (*docs)[n-1] != doc {
		*docs = append(*docs, doc)
	}
}

// index returns a TermIndex of what was added.
func (w wordPostings) index() *TermIndex {
	words := make([]string, 0, len(w))
	bytes, postings := 0, 0
	for word, docs := range w {
		words = append(words, word)
		bytes, postings = bytes+len(word), postings+len(*docs)
	}
	slices.Sort(words)
	x := &TermIndex{start: append(make([]uint32, 0, len(words)+1), 0), docs: make([]uint32, 0, postings)}
	x.Terms.ends = make([]uint32, 0, len(words))
	var text strings.Builder
	text.Grow(bytes)
	for _, word := range words {
		text.WriteString(word)
		x.Terms.ends = append(x.Terms.ends, uint32(text.Len()))
		x.docs = append(x.docs, *w[word]...)
		x.start = append(x.start, uint32(len(x.docs)))
	}
	x.Terms.text = text.String()
	return x
}

// AnySpelling returns the papers of a word in any of its spellings, in ascending order. The
// caller must not change the list.
func (x *TermIndex) AnySpelling(word string) []uint32 {
	var found []uint32
	for _, s := range spellings(word) {
		if docs := x.Exact(s); found == nil {
			found = docs
		} else if docs != nil {
			found = Union(found, docs)
		}
	}
	return found
}
