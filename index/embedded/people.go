package embedded

import (
	"slices"
	"strings"

	"paperboy/data"
)

// people finds the papers of a lane by the words of their authors' names, as
// data.AuthorKey gives them. A word with an umlaut in two letters stands under its
// form without it too, and O'Connor under connor.
type people struct {
	words    *termIndex // every word
	surnames *termIndex
}

func (p *people) bytes() int64 { return p.words.bytes() + p.surnames.bytes() }

// peopleReader collects the names of a lane, one paper after the other.
type peopleReader struct {
	words, surnames wordPostings
	// known are the words and the surnames of authors, by ordinal.
	known map[uint32]nameWords
}

type nameWords struct{ all, surname []string }

func newPeopleReader() *peopleReader {
	return &peopleReader{words: wordPostings{}, surnames: wordPostings{}, known: map[uint32]nameWords{}}
}

// add notes that a paper has the author of an ordinal and key, whose name is written as name.
func (r *peopleReader) add(doc, ordinal uint32, key string, name []byte) {
	known, ok := r.known[ordinal]
	if !ok {
		for _, w := range strings.Fields(key) {
			known.all = append(known.all, spellings(w)...)
		}
		known.surname = spellings(data.SurnameOfKey(key))
		r.known[ordinal] = known
	}
	for _, w := range known.all {
		r.words.add(w, doc)
	}
	for _, w := range known.surname {
		r.surnames.add(w, doc)
	}
	for _, w := range data.ApostropheTails(string(name)) {
		r.words.add(w, doc)
	}
}

func (r *peopleReader) people() *people {
	return &people{r.words.index(), r.surnames.index()}
}

// spellings are the forms under which a word of a name is looked up.
func spellings(word string) []string {
	if word == "" {
		return nil
	}
	if plain := data.WithoutUmlauts(word); plain != word {
		return []string{word, plain}
	}
	return []string{word}
}

// wordPostings are papers by word, ascending.
type wordPostings map[string]*[]uint32

func (w wordPostings) add(word string, doc uint32) {
	docs := w[word]
	if docs == nil {
		docs = &[]uint32{}
		w[strings.Clone(word)] = docs
	}
	if n := len(*docs); n == 0 || (*docs)[n-1] != doc {
		*docs = append(*docs, doc)
	}
}

// index is a termIndex of what was added.
func (w wordPostings) index() *termIndex {
	words := make([]string, 0, len(w))
	bytes, postings := 0, 0
	for word, docs := range w {
		words = append(words, word)
		bytes, postings = bytes+len(word), postings+len(*docs)
	}
	slices.Sort(words)
	x := &termIndex{start: append(make([]uint32, 0, len(words)+1), 0), docs: make([]uint32, 0, postings)}
	x.terms.ends = make([]uint32, 0, len(words))
	var text strings.Builder
	text.Grow(bytes)
	for _, word := range words {
		text.WriteString(word)
		x.terms.ends = append(x.terms.ends, uint32(text.Len()))
		x.docs = append(x.docs, *w[word]...)
		x.start = append(x.start, uint32(len(x.docs)))
	}
	x.terms.text = text.String()
	return x
}

// lookup are the papers of a word in any of its spellings, ascending. The list may be the
// index's own.
func (x *termIndex) lookup(word string) []uint32 {
	var found []uint32
	for _, s := range spellings(word) {
		if docs := x.exactly(s); found == nil {
			found = docs
		} else if docs != nil {
			found = union(found, docs)
		}
	}
	return found
}
