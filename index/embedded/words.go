package embedded

import (
	"slices"

	"paperboy/index"
)

// stemWords tells which words of a stem are others, by their bases (index.WordBase): nil
// where it has one word.
type stemWords struct {
	bases []string
	apart [][]bool
}

// others are the bases that are another word than a form is; nil for none.
func (w *stemWords) others(form string) []string {
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

// wordsOf finds out what words a stem has. The first time that costs a pass of its
// postings.
func (v *view) wordsOf(stem uint32) *stemWords {
	if known, ok := v.stemWords.Load(stem); ok {
		return known.(*stemWords)
	}
	c := &wordCounter{ordinals: map[string]int{}}
	papers := 0
	for i := range v.parts {
		if g, ok := v.parts[i].text.contentGroup(stem); ok {
			papers += int(v.parts[i].text.papers[g])
		}
	}
	if papers >= 2*index.MinApartPapers {
		for i := range v.parts {
			c.count(&v.parts[i], stem, &v.tables.scratch)
		}
	}
	words := c.words(v.papers)
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

// count counts the papers of a part.
func (c *wordCounter) count(p *part, stem uint32, lend *scratch) {
	x := p.text
	g, ok := x.contentGroup(stem)
	if !ok {
		return
	}
	forms := x.formsOf(g)
	ranks := make([]int, len(forms))
	for rank, f := range forms {
		ranks[rank] = c.ordinal(index.WordBase(x.forms.at(int(f))))
	}
	found := lend.list(int(x.papers[g]))
	defer lend.giveList(found)
	found.decode(x.entriesOf(g), x.papers[g])
	if len(forms) == 1 {
		c.papers[ranks[0]] += p.countDocs(found.docs)
		return
	}
	shares := x.sharesOf(g)
	ofPosting, bases := make([]int, 0, len(forms)), make([]int, 0, len(forms))
	for _, doc := range found.docs {
		ofPosting, shares = nextRanks(ofPosting[:0], shares)
		if !p.live.has(doc) {
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

// words are those of the stem in a collection of so many papers.
func (c *wordCounter) words(papers int) *stemWords {
	w := &stemWords{bases: c.bases, apart: make([][]bool, len(c.bases))}
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
