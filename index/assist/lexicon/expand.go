package lexicon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// acronymsOf returns the acronyms that a paper defines, each once. The key of each is the
// normalized short form and the stems of the long form, so that "large language model" and
// "large-language models" are the same.
func acronymsOf(p *data.Paper) []tag {
	var list []tag
	for _, text := range []string{p.Title, p.Abstract} {
		for _, a := range acronyms(text) {
			one := tag{analysis.Words(a.short) + " " + stems(analysis.Words(a.long)), a.short + "\t" + analysis.Words(a.long)}
			if strings.Contains(analysis.Words(a.short), " ") { // GPT-4: the key could not be split again
				continue
			}
			if !slices.ContainsFunc(list, func(t tag) bool { return t.key == one.key }) {
				list = append(list, one)
			}
		}
	}
	return list
}

// stems returns a normalized text with each word stemmed.
func stems(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = analysis.Stem(word)
	}
	return strings.Join(words, " ")
}

// Expand looks up each word as a short form, and each run of words as a long form.
func (l *Lexicon) Expand(ctx context.Context, words []string) ([]index.Expansion, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("expand: %w", err)
	}
	return look(l, "lexicon.expand", func(s *snapshot) ([]index.Expansion, error) { return s.expand(words), nil })
}

func (s *snapshot) expand(words []string) []index.Expansion {
	q := expanding{snapshot: s, papers: map[string]index.Expansion{}}
	words = words[:min(len(words), index.MaxExpanded)]
	shouted := isShouted(words)
	for _, word := range words {
		short := analysis.Words(word)
		if short == "" || strings.Contains(short, " ") || analysis.IsFunctionWord(short) {
			continue
		}
		if (shouted || !isCapital(word)) && !q.written[short].isAcronym() {
			continue
		}
		q.look(short+" ", func(t *tags, i int) bool { return t.begins(i) }, word, false)
	}
	for i := range words {
		for j := i + 2; j <= min(len(words), i+maxShort); j++ {
			run := strings.Join(words[i:j], " ")
			long := stems(analysis.Words(run))
			if strings.Contains(long, " ") {
				q.look(long+string(end), func(t *tags, k int) bool {
					_, rest, _ := strings.Cut(t.key(int(t.owner(k))), " ")
					return rest == long
				}, run, true)
			}
		}
	}
	return q.found()
}

// expanding collects expansions over all parts, by key of the acronym.
type expanding struct {
	*snapshot
	papers map[string]index.Expansion
}

// look adds the acronyms whose keys have an entry that starts with prefix and that matches
// accepts.
func (q expanding) look(prefix string, matches func(t *tags, i int) bool, typed string, shortens bool) {
	for i := range q.parts {
		p := &q.parts[i]
		t := &p.segment.acronyms
		s := prefixSpan(t, prefix)
		for j := s.from; j < s.to; j++ {
			ord := t.owner(j)
			if p.defining[ord] == 0 || !matches(t, j) {
				continue
			}
			key := t.key(int(ord))
			e, known := q.papers[key]
			if !known {
				short, long, _ := strings.Cut(t.names.get(int(ord)), "\t")
				e = index.Expansion{Typed: typed, Text: long, Short: short, Shortens: shortens}
				if shortens {
					e.Text = short
				}
			}
			e.Papers += int(p.defining[ord])
			q.papers[key] = e
		}
	}
}

// found returns the expansions that enough papers define, the most frequent first.
func (q expanding) found() []index.Expansion {
	var found []index.Expansion
	maxPapers := map[string]int{} // by typed text
	for _, e := range q.papers {
		maxPapers[e.Typed] = max(maxPapers[e.Typed], e.Papers)
	}
	for _, e := range q.papers {
		if e.Papers >= index.MinDefining && index.SeldomDefined*e.Papers >= maxPapers[e.Typed] {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b index.Expansion) int {
		return cmp.Or(cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Text, b.Text))
	})
	return found
}
