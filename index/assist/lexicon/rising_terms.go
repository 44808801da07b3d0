package lexicon

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"paperboy/index"
	"paperboy/index/analysis"
)

// rise is a phrase that may be rising.
type rise struct {
	index.RisingTerm
	// titles are those of the later period that have it.
	titles map[title]bool
	// fromEvents is how many of these name an event.
	fromEvents int
}

// title is a paper of a part.
type title struct {
	part  int
	paper uint32
}

// maxWhole is how many of the steepest phrases are completed to whole ones: several times
// index.MaxRising, since most are fragments of others.
const maxWhole = 4 * index.MaxRising

// terms returns the rising phrases, highest score first: whole phrases, in singular and plural
// together, without near-repetitions and without the names of events.
func (c comparison) terms(ctx context.Context) ([]index.RisingTerm, error) {
	now := map[string]int{}
	for i := range c.parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c.countNow(&c.parts[i], now)
	}
	var rises []rise
	for _, forms := range inBothNumbers(now) {
		if t := c.rise(forms); t.Score > 0 && !c.isOfEvents(&t) {
			rises = append(rises, t)
		}
	}
	sortRises(rises)
	var whole []rise
	for _, t := range rises[:min(len(rises), maxWhole)] {
		if t, ok := c.complete(t); ok && t.Score > 0 && !c.isOfEvents(&t) {
			whole = append(whole, t)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sortRises(whole)
	var terms []index.RisingTerm
	for _, t := range c.dropShortForms(dropRepeats(whole)) {
		t.Text = c.writing(&t)
		terms = append(terms, t.RisingTerm)
	}
	return terms, nil
}

func sortRises(rises []rise) {
	slices.SortFunc(rises, func(a, b rise) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Text, b.Text))
	})
}

// inBothNumbers groups phrases that differ only in the number of their nouns, and returns the
// groups that enough titles may have: the forms of each, the most frequent first.
func inBothNumbers(now map[string]int) [][]string {
	groups := map[string][]string{}
	for text := range now {
		words := strings.Fields(text)
		if !isNumber(words[0]) && !connectors[words[0]] && !connectors[words[len(words)-1]] {
			groups[singulars(text)] = append(groups[singulars(text)], text)
		}
	}
	var list [][]string
	for singular, forms := range groups {
		n := 0
		for _, text := range forms {
			n += now[text]
		}
		if n < index.MinRising {
			continue
		}
		slices.SortFunc(forms, func(a, b string) int { return cmp.Or(cmp.Compare(now[b], now[a]), cmp.Compare(a, b)) })
		for _, other := range []string{singular, singular + "s"} { // titles of the earlier period may have only this form
			if singulars(other) == singular && !slices.Contains(forms, other) {
				forms = append(forms, other)
			}
		}
		list = append(list, forms)
	}
	return list
}

func isNumber(word string) bool { return strings.Trim(word, "0123456789") == "" }

// countNow adds to now, for each phrase of a part, its occurrences in titles of the later
// period.
func (c comparison) countNow(p *part, now map[string]int) {
	isNow := make([]bool, p.len())
	found := false
	for paper, month := range p.months {
		isNow[paper] = month > 0 && c.isNow(month) && !p.isDead(uint32(paper))
		found = found || isNow[paper]
	}
	if !found {
		return
	}
	// sum[i] counts the first i suffixes whose paper is in the period, so that the count of
	// a phrase is a difference of two sums.
	sum := make([]uint32, p.titles.len()+1)
	for i := range p.titles.len() {
		sum[i+1] = sum[i]
		if isNow[p.titles.owner(i)] {
			sum[i+1]++
		}
	}
	for i, one := range p.segment.phrases.list {
		if n := sum[one.first+one.count] - sum[one.first]; n > 0 {
			now[string(p.segment.phrases.text(i))] += int(n)
		}
	}
}

// rise counts the titles with one of the forms of a phrase by month, each title once, and
// scores the phrase. Its text is the first form.
func (c comparison) rise(forms []string) rise {
	t := rise{RisingTerm: index.RisingTerm{Text: forms[0], Series: make([]int, index.SeriesMonths)}, titles: map[title]bool{}}
	used := map[string]bool{}
	for i := range c.parts {
		p := &c.parts[i]
		seen := map[uint32]bool{}
		for _, form := range forms {
			s := wordSpan(p.titles, form)
			for j := s.from; j < s.to; j++ {
				paper := p.titles.owner(j)
				month := p.months[paper]
				if month == 0 || c.seriesIndex(month) < 0 || p.isDead(paper) {
					continue
				}
				used[form] = true
				if seen[paper] {
					continue
				}
				seen[paper] = true
				t.count(&c, title{i, paper}, month)
			}
		}
	}
	t.Forms = slices.Sorted(maps.Keys(used))
	t.Score = c.score(t.Papers, t.Before, c.papers)
	return t
}

// score returns the score (Rising) of a phrase in now titles of the papers of the later period and
// in before titles of the earlier one, 0 if it is in too few.
func (c comparison) score(now, before, papers int) float64 {
	if now < index.MinRising {
		return 0
	}
	a, b := float64(now)+.5, float64(before)+.5
	n, m := float64(papers)+.5, float64(c.before)+.5
	return math.Log(a/n) - math.Log(b/m) - z*math.Sqrt(1/a-1/n+1/b-1/m)
}

// count adds a title of a month.
func (t *rise) count(c *comparison, one title, month uint16) {
	t.Series[c.seriesIndex(month)]++
	switch {
	case c.isNow(month):
		t.Papers++
		t.titles[one] = true
		if c.events.titles[one] {
			t.fromEvents++
		}
	case c.isBefore(month):
		t.Before++
	}
}

// dropRepeats returns at most index.MaxRising of the phrases, without repetitions. Two phrases
// repeat each other if, after stemming, one contains the other, or if they share a word and
// most titles of the one with fewer have the other too. The one with the higher score is kept,
// or the longer one if it has most of the titles of the shorter.
func dropRepeats(rises []rise) []rise {
	stems := make([]string, len(rises))
	for i, t := range rises {
		stems[i] = stemmed(t.Text)
	}
	var kept []int
	for i := range rises {
		isNew := true
		for k, j := range kept {
			if strings.Contains(stems[i], stems[j]) && float64(rises[i].Papers) >= wholeShare*float64(rises[j].Papers) {
				kept[k], isNew = i, false
				break
			}
			if strings.Contains(stems[i], stems[j]) || strings.Contains(stems[j], stems[i]) || isSameRise(&rises[i], &rises[j], stems[i], stems[j]) {
				isNew = false
				break
			}
		}
		if isNew && len(kept) < index.MaxRising {
			kept = append(kept, i)
		}
	}
	// A longer phrase that replaced one may contain others too.
	var alone []rise
	for k, i := range kept {
		isPart := func(j int) bool {
			return strings.Contains(stems[j], stems[i]) && (stems[j] != stems[i] || slices.Index(kept, j) < k)
		}
		if !slices.ContainsFunc(kept, func(j int) bool { return j != i && isPart(j) }) && slices.Index(kept, i) == k {
			alone = append(alone, rises[i])
		}
	}
	sortRises(alone)
	return alone
}

// dropShortForms returns the phrases without those that are acronyms of others.
func (c comparison) dropShortForms(rises []rise) []rise {
	stems := make([]string, len(rises))
	for i := range rises {
		stems[i] = stemmed(rises[i].Text)
	}
	var kept []rise
	for _, t := range rises {
		if strings.Contains(t.Text, " ") || !slices.ContainsFunc(stems, func(long string) bool { return c.isShortFor(t.Text, long) }) {
			kept = append(kept, t)
		}
	}
	return kept
}

// isShortFor reports whether some paper defines a word as the acronym of a phrase, given by its
// stems.
func (c comparison) isShortFor(short, stems string) bool {
	for i := range c.parts {
		p := &c.parts[i]
		t := &p.segment.acronyms
		s := prefixSpan(t, singular(short)+" ")
		for j := s.from; j < s.to; j++ {
			ord := int(t.owner(j))
			_, long, _ := strings.Cut(t.key(ord), " ")
			if t.begins(j) && p.defining[ord] > 0 && stemmed(long) == stems {
				return true
			}
		}
	}
	return false
}

// stemmed returns the stems of a text, with a space before and after each.
func stemmed(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = analysis.Stem(word)
	}
	return " " + strings.Join(words, " ") + " "
}

// isSameRise reports whether two phrases share a word and most titles of one have the other.
func isSameRise(a, b *rise, stemsA, stemsB string) bool {
	if len(a.titles) > len(b.titles) {
		a, b = b, a
	}
	shared := 0
	for one := range a.titles {
		if b.titles[one] {
			shared++
		}
	}
	if shared == 0 || float64(shared) < wholeShare*float64(len(a.titles)) {
		return false
	}
	return slices.ContainsFunc(strings.Fields(stemsA), func(stem string) bool { return strings.Contains(stemsB, " "+stem+" ") })
}
