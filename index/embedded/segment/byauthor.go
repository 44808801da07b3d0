package segment

import (
	"strings"

	"paperboy/data"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/schema"
)

// byName returns the papers by an author whom name matches, in ascending order. keys are the
// author names by ordinal.
func (s *Segment) byName(name data.NameQuery, keys Texts) []uint32 {
	candidates := s.byWords(name)
	if len(name.Words()) == 1 {
		return candidates
	}
	return s.FilterByAuthor(candidates, keys, map[uint32]bool{}, name.Matches)
}

// MayHaveAuthor returns the papers that have each word of one of the names among the words of
// their authors: at least those by an author whose data.AuthorKey is that of one of the names.
func (s *Segment) MayHaveAuthor(names []string) bitset.Set {
	found := bitset.New(s.Papers)
	for _, name := range names {
		var docs []uint32
		for i, word := range strings.Fields(data.AuthorKey(name)) {
			if with := s.Authors.Words.Exact(word); i == 0 {
				docs = with
			} else {
				docs = intersect(docs, with)
			}
		}
		found.AddAll(docs)
	}
	return found
}

// ByFirstAuthor returns the papers whose first author name matches, in ascending order. keys
// are the author names by ordinal.
func (s *Segment) ByFirstAuthor(name data.NameQuery, keys Texts) []uint32 {
	var found []uint32
	known := map[uint32]bool{}
	for _, doc := range s.byWords(name) {
		ord := s.Columns.Values[schema.Authors].Ordinals(doc)[0]
		is, ok := known[ord]
		if !ok && int(ord) < keys.Len() {
			is = name.Matches(keys.At(ord))
			known[ord] = is
		}
		if is {
			found = append(found, doc)
		}
	}
	return found
}

// byWords returns the papers that have each full word of a name among their authors.
func (s *Segment) byWords(name data.NameQuery) []uint32 {
	return WithAllWords(name, s.Authors.Words.NameWord)
}

// FilterByAuthor returns those of papers that have an author for whom isMeant returns true.
// keys are the author names by ordinal, and known caches the results of isMeant.
func (s *Segment) FilterByAuthor(papers []uint32, keys Texts, known map[uint32]bool, isMeant func(key string) bool) []uint32 {
	var found []uint32
	for _, doc := range papers {
		for _, ord := range s.Columns.Values[schema.Authors].Ordinals(doc) {
			is, ok := known[ord]
			if !ok && int(ord) < keys.Len() {
				is = isMeant(keys.At(ord))
				known[ord] = is
			}
			if is {
				found = append(found, doc)
				break
			}
		}
	}
	return found
}

// WithAllWords intersects what papers returns for each full word of a name.
func WithAllWords(name data.NameQuery, papers func(word string, prefix bool) []uint32) []uint32 {
	var all []uint32
	for i, word := range name.FullWords() {
		docs := papers(word, name.IsPrefix(i))
		if i > 0 {
			docs = intersect(all, docs)
		}
		if all = docs; len(all) == 0 {
			return nil
		}
	}
	return all
}
