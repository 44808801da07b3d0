package lexicon

import (
	"bytes"

	"paperboy/data"
)

// tag is a name that papers share, and the key by which it is one of theirs.
type tag struct{ key, name string }

// tags are what the papers of a segment share: authors, or acronyms.
type tags struct {
	suffixes // over the keys, so that any of their words may begin
	// keys is where each key begins in the blob.
	keys  []uint32
	names names
	// papers is how many live ones each has.
	papers []uint32
	// start and ord are each paper's authors.
	start, ord []uint32
}

// names are texts one behind the other.
type names struct {
	blob []byte
	ends []uint32
}

func (n *names) add(s string) {
	n.blob = append(n.blob, s...)
	n.ends = append(n.ends, uint32(len(n.blob)))
}

func (n names) at(i int) string {
	start := uint32(0)
	if i > 0 {
		start = n.ends[i-1]
	}
	return string(n.blob[start:n.ends[i]])
}

// newTags numbers the tags of papers in the order in which they come.
func newTags(papers int, of func(paper int) []tag) tags {
	t := tags{start: make([]uint32, 1, papers+1)}
	ordinals := map[string]uint32{}
	var keys []string
	at := uint32(0)
	for paper := range papers {
		for _, one := range of(paper) {
			if one.key == "" {
				continue
			}
			ord, known := ordinals[one.key]
			if !known {
				ord = uint32(len(keys))
				ordinals[one.key] = ord
				keys = append(keys, one.key)
				t.keys = append(t.keys, at)
				at += uint32(len(one.key)) + 1
				t.names.add(one.name)
				t.papers = append(t.papers, 0)
			}
			t.papers[ord]++
			t.ord = append(t.ord, ord)
		}
		t.start = append(t.start, uint32(len(t.ord)))
	}
	t.suffixes = newSuffixes(keys)
	return t
}

// authorsOf are tags by data.AuthorKey.
func authorsOf(e entry) []tag {
	list := make([]tag, len(e.authors))
	for i, name := range e.authors {
		list[i] = tag{data.AuthorKey(name), name}
	}
	return list
}

// of are the tags of a segment's paper.
func (a tags) of(paper int) []uint32 { return a.ord[a.start[paper]:a.start[paper+1]] }

func (a tags) bytes() int64 {
	return a.suffixes.bytes() + int64(len(a.names.blob)+4*(len(a.keys)+len(a.names.ends)+len(a.papers)+len(a.start)+len(a.ord)))
}

// key is a tag's, whose suffix array has it whole.
func (a tags) key(ord int) string {
	start := a.keys[ord]
	text := a.blob[start:]
	return string(text[:bytes.IndexByte(text, end)])
}

// find is the tag with a key.
func (a tags) find(key string) (ord uint32, ok bool) {
	s := whole(a.suffixes, key)
	for i := s.from; i < s.to; i++ {
		if a.begins(i) && a.key(int(a.owner(i))) == key {
			return a.owner(i), true
		}
	}
	return 0, false
}
