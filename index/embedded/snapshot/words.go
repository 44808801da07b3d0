package snapshot

import (
	"slices"

	"paperboy/index"
	"paperboy/index/embedded/segment"
)

// StemWords says which words of a stem are different words (index.AreApart), by their bases
// (index.WordBase). It is nil for a stem with one word.
type StemWords struct {
	bases []string
	apart [][]bool
}

// OtherWords returns the bases that are a different word from form.
func (w *StemWords) OtherWords(form string) []string {
	if w == nil {
		return nil
	}
	at := slices.Index(w.bases, index.WordBase(form))
	if at < 0 {
		return nil
	}
	var others []string
	for i, apart := range w.apart[at] {
		if apart {
			others = append(others, w.bases[i])
		}
	}
	return others
}

// WordsOfStem returns the words of a stem. The first call for a stem reads its postings.
func (v *Snapshot) WordsOfStem(stem uint32) *StemWords {
	if known, ok := v.stemWords.Load(stem); ok {
		return known.(*StemWords)
	}
	c := &wordCounter{ordinals: map[string]int{}}
	papers := 0
	for i := range v.Segments {
		if g, ok := v.Segments[i].Text.ContentGroup(stem); ok {
			papers += int(v.Segments[i].Text.GroupPapers[g])
		}
	}
	if papers >= 2*index.MinApartPapers {
		for i := range v.Segments {
			c.count(&v.Segments[i], stem, &v.Tables.Scratch)
		}
	}
	words := c.words(v.Papers)
	v.stemWords.Store(stem, words)
	return words
}

// wordCounter counts the live papers of the bases of one stem, and of each two of them.
type wordCounter struct {
	bases    []string
	ordinals map[string]int
	papers   []int
	together [][]int
}

func (c *wordCounter) ordinal(base string) int {
	i, known := c.ordinals[base]
	if !known {
		i = len(c.bases)
		c.ordinals[base] = i
		c.bases, c.papers = append(c.bases, base), append(c.papers, 0)
		c.together = append(c.together, nil)
	}
	return i
}

// add counts a paper with these bases.
func (c *wordCounter) add(bases []int) {
	for k, a := range bases {
		c.papers[a]++
		for _, b := range bases[:k] {
			low, high := min(a, b), max(a, b)
			for len(c.together[high]) <= low {
				c.together[high] = append(c.together[high], 0)
			}
			c.together[high][low]++
		}
	}
}

// count counts the papers of a segment.
func (c *wordCounter) count(s *Segment, stem uint32, lend *segment.Scratch) {
	x := s.Text
	g, ok := x.ContentGroup(stem)
	if !ok {
		return
	}
	forms := x.GroupForms(g)
	ranks := make([]int, len(forms))
	for rank, f := range forms {
		ranks[rank] = c.ordinal(index.WordBase(x.Forms.Term(int(f))))
	}
	found := lend.GetPostings(int(x.GroupPapers[g]))
	defer lend.PutPostings(found)
	found.Decode(x.Entries(g), x.GroupPapers[g])
	if len(forms) == 1 {
		c.papers[ranks[0]] += s.CountPapers(found.Docs)
		return
	}
	shares := x.Shares(g)
	ofPosting, bases := make([]int, 0, len(forms)), make([]int, 0, len(forms))
	for _, doc := range found.Docs {
		ofPosting, shares = segment.NextRanks(ofPosting[:0], shares)
		if !s.Live.Has(doc) {
			continue
		}
		bases = bases[:0]
		for _, rank := range ofPosting {
			if base := ranks[rank]; !slices.Contains(bases, base) {
				bases = append(bases, base)
			}
		}
		c.add(bases)
	}
}

// words returns the words of the stem in a collection of this many papers.
func (c *wordCounter) words(papers int) *StemWords {
	w := &StemWords{bases: c.bases, apart: make([][]bool, len(c.bases))}
	for i := range w.apart {
		w.apart[i] = make([]bool, len(c.bases))
	}
	found := false
	for a, lower := range c.together {
		for b := range a {
			together := 0
			if b < len(lower) {
				together = lower[b]
			}
			if index.AreApart(c.papers[a], c.papers[b], together, papers) {
				w.apart[a][b], w.apart[b][a], found = true, true, true
			}
		}
	}
	if !found {
		return nil
	}
	return w
}
