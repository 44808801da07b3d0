package indextest

import (
	"cmp"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// titles adds the papers whose titles begin with the query.
func (m *meaning) titles(words []freeWord) {
	var forms, texts []string
	for _, w := range words {
		texts = append(texts, w.text)
		for _, t := range w.tokens {
			forms = append(forms, t.Form)
		}
	}
	most := m.maxOf(func(string) bool { return true })
	if start := analysis.CutStart(strings.Join(forms, " ")); words[len(words)-1].typed && len(start) >= query.MinTyped {
		m.add("title begins so", most, func(p *paper) bool { return strings.HasPrefix(p.start, start) })
	}
	key := analysis.CutStart(strings.Join(forms, ""))
	if key == "" {
		return
	}
	var mentioning, found []*paper
	for _, p := range m.papers {
		all := true
		for _, f := range forms {
			all = all && stemTerm(analysis.Stem(f)).inText(p)
		}
		if all {
			mentioning = append(mentioning, p)
		}
		if p.head == key {
			found = append(found, p)
		}
	}
	if !index.TypedAsName(strings.Join(texts, " ")) {
		found = slices.DeleteFunc(found, func(p *paper) bool { return !coined(p, mentioning) })
	}
	slices.SortFunc(found, func(a, b *paper) int { return cmp.Compare(a.number, b.number) })
	found = found[:min(len(found), index.MaxNamesakes)]
	for _, p := range found {
		mentions := 0.
		if len(found) > 1 {
			mentions = m.mentions(p, forms, mentioning)
		}
		m.add("head", most*(1+mentions), func(other *paper) bool { return other == p })
	}
}

// coined reports whether few papers that mention a name are older than p.
func coined(p *paper, mentioning []*paper) bool {
	if firstDay(p) == data.NoDay {
		return false
	}
	dated, older := 0, 0
	for _, other := range mentioning {
		if firstDay(other) != data.NoDay {
			dated++
			if firstDay(other) < firstDay(p) {
				older++
			}
		}
	}
	return float64(older) <= index.MaxOlder*float64(dated)
}

// mentions returns how much the mentioning papers are about what p's title is about: the mean,
// weighted by idf, of the shares of them that have the title's other stems.
func (m *meaning) mentions(p *paper, forms []string, mentioning []*paper) float64 {
	seen := map[string]bool{}
	for _, f := range forms {
		seen[analysis.Stem(f)] = true
	}
	sum, weights := 0., 0.
	for _, t := range p.title {
		if seen[t.stem] || analysis.IsFunctionWord(t.Form) {
			continue
		}
		seen[t.stem] = true
		stem := stemTerm(t.stem)
		weight := idf(len(m.papers), m.count(stem.inText))
		weights += weight
		for _, other := range mentioning {
			if stem.inText(other) {
				sum += weight
			}
		}
	}
	if weights == 0 || len(mentioning) == 0 {
		return 0
	}
	return sum / weights / float64(len(mentioning))
}
