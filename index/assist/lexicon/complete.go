package lexicon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/data/text"
	"paperboy/index"
)

// Complete returns completions of a prefix from the current snapshot. It doesn't wait for
// changes that were not yet read.
func (l *Lexicon) Complete(ctx context.Context, r index.CompleteRequest) ([]index.Completion, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	typed := typedText(r.Typed)
	if !isEnough(typed) || utf8.RuneCountInString(r.Typed) > index.MaxTyped {
		return nil, nil
	}
	return look(l, "lexicon.complete", func(s *snapshot) ([]index.Completion, error) { return s.complete(r, typed), nil })
}

// complete returns completions of a typed text that is long enough.
func (s *snapshot) complete(r index.CompleteRequest, typed string) []index.Completion {
	q := lookup{s, typed, typedName(r.Typed), min(r.Limit, index.MaxCompletions)}
	wants := func(k index.CompletionKind) bool { return r.Kinds == nil || slices.Contains(r.Kinds, k) }
	found := q.find(wants, false)
	for _, other := range otherSpellings(r.Typed, typed) {
		if len(found) == 0 {
			respelled := q
			respelled.typed = other
			found = respelled.find(wants, false)
		}
	}
	switch {
	case !r.Correct || utf8.RuneCountInString(typed) < minCorrected:
	case len(found) == 0:
		for _, kind := range index.CompletionKinds { // titles are slowest and least useful
			if wants(kind) && (kind != index.CompleteTitle || len(found) == 0) {
				found = append(found, q.find(func(k index.CompletionKind) bool { return k == kind }, true)...)
			}
		}
	case len(found) < fewTitles && found[0].Kind == index.CompleteTitle: // the titles may be misspelled too
		phrases := func(k index.CompletionKind) bool { return k == index.CompletePhrase && wants(k) }
		found = append(found, q.find(phrases, true)...)
	}
	return found
}

// fewTitles is how many titles must match for the typed text to count as correct.
const fewTitles = 3

// isEnough reports whether the typed text is long enough to be completed.
func isEnough(typed string) bool {
	last, _ := utf8.DecodeLastRuneInString(typed)
	return utf8.RuneCountInString(typed) >= index.MinTyped || text.IsCJK(last)
}

// lookup is a single lookup in a snapshot.
type lookup struct {
	*snapshot
	typed string
	name  string // the typed text, normalized as a name
	limit int
}

// find returns the completions of the wanted kinds. If corrected is true, it returns those
// that match with one typing error.
func (q lookup) find(wants func(index.CompletionKind) bool, corrected bool) []index.Completion {
	if q.limit <= 0 {
		return nil
	}
	var found []index.Completion
	for _, kind := range []struct {
		kind index.CompletionKind
		best func(corrected bool) []index.Completion
	}{{index.CompletePhrase, q.phrases}, {index.CompleteAuthor, q.authors}, {index.CompleteTitle, q.titles}} {
		if !wants(kind.kind) {
			continue
		}
		for _, c := range kind.best(corrected) {
			c.Kind, c.Corrected = kind.kind, corrected
			found = append(found, c)
		}
	}
	return found
}

// spans returns the ranges of texts that start with the typed text, or with a text one edit
// away from it if corrected is true.
func (q lookup) spans(t texts, corrected bool) []span {
	if corrected {
		return typoSpans(t, q.typed)
	}
	return []span{prefixSpan(t, q.typed)}
}

// candidatesPerResult is how many candidates each part contributes per completion wanted:
// the best phrases over all parts are not always among the very best of each part.
const candidatesPerResult = 5

// phrases returns the phrases with the greatest weight, except those that mostly occur
// within a longer one (isPartOfLonger).
func (q lookup) phrases(corrected bool) []index.Completion {
	typed := strings.TrimRight(q.typed, " ")
	weights := map[string]int{} // titles of a candidate
	for i := range q.parts {
		p := &q.parts[i]
		best := newBest[int](candidatesPerResult * q.limit)
		for _, s := range q.spans(p.segment.phrases, corrected) {
			for j := s.from; j < s.to; j++ {
				one := p.segment.phrases.list[j]
				best.offer(j, weight(one.titles, int(one.words)))
			}
		}
		for _, j := range best.items() {
			weights[string(p.segment.phrases.text(j))] = 0
		}
	}
	delete(weights, typed)
	for text := range weights {
		if weights[text] = q.titlesWith(text); weights[text] == 0 {
			delete(weights, text)
		}
	}
	candidates := make([]index.Completion, 0, len(weights))
	for text, n := range weights {
		candidates = append(candidates, index.Completion{Text: text, Papers: n})
	}
	slices.SortFunc(candidates, func(a, b index.Completion) int {
		x, y := weight(uint32(a.Papers), words(a.Text)), weight(uint32(b.Papers), words(b.Text))
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.Text, b.Text))
	})
	chosen := make([]index.Completion, 0, q.limit)
	for _, c := range candidates {
		if len(chosen) < q.limit && !isPartOfLonger(c, candidates) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// weight returns the rank of a phrase. It favours phrases of several words: completing a
// single word saves little typing.
func weight(titles uint32, words int) uint64 {
	factor := [...]uint64{0, 2, 4, 5, 5, 5}
	return uint64(titles) * factor[min(words, maxWords)]
}

func words(text string) int { return strings.Count(text, " ") + 1 }

// isPartOfLonger reports whether at least 60 % of the titles with a phrase continue it to
// one of the other phrases, as "neural machine" to "neural machine translation".
func isPartOfLonger(c index.Completion, all []index.Completion) bool {
	longer := 0
	for _, other := range all {
		if strings.HasPrefix(other.Text, c.Text+" ") && words(other.Text) == words(c.Text)+1 {
			longer += other.Papers
		}
	}
	return longer*10 >= c.Papers*6
}

// titlesWith returns the number of live titles that contain a phrase.
func (q lookup) titlesWith(text string) int {
	n := 0
	for i := range q.parts {
		p := &q.parts[i]
		if known, ok := p.segment.phrases.find(text); ok && p.dead == nil {
			n += int(known.titles)
			continue
		}
		seen := map[uint32]bool{}
		s := wordSpan(p.segment.titles, text)
		for j := s.from; j < s.to; j++ {
			if owner := p.segment.titles.owner(j); !p.isDead(owner) {
				seen[owner] = true
			}
		}
		n += len(seen)
	}
	return n
}

// authors returns the authors with the most papers.
func (q lookup) authors(corrected bool) []index.Completion {
	type person struct {
		name   string
		papers int
	}
	people := map[string]*person{} // by key
	q.typed = q.name
	for i := range q.parts {
		p := &q.parts[i]
		a := p.segment.authors
		best := newBest[int](candidatesPerResult * q.limit)
		for _, s := range q.spans(a.suffixes, corrected) {
			for j := s.from; j < s.to; j++ {
				if papers := p.papers[a.owner(j)]; papers > 0 {
					best.offer(int(a.owner(j)), uint64(papers))
				}
			}
		}
		for _, ord := range best.items() {
			key := a.key(ord)
			if people[key] == nil {
				people[key] = &person{name: a.names.get(ord)}
			}
		}
	}
	for key, one := range people {
		for i := range q.parts {
			p := &q.parts[i]
			if ord, ok := p.segment.authors.find(key); ok {
				one.papers += int(p.papers[ord])
			}
		}
	}
	found := make([]index.Completion, 0, len(people))
	for _, one := range people {
		found = append(found, index.Completion{Text: one.name, Papers: one.papers})
	}
	slices.SortFunc(found, func(a, b index.Completion) int {
		return cmp.Or(cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Text, b.Text))
	})
	return found[:min(len(found), q.limit)]
}

// titles returns first the titles that begin with the typed text, then those that contain
// it; newer ones first in both groups.
func (q lookup) titles(corrected bool) []index.Completion {
	type title struct {
		weight uint64
		number data.Number
	}
	var found []title
	for i := range q.parts {
		p := &q.parts[i]
		best := newBest[uint32](q.limit)
		for _, s := range q.spans(p.segment.titles, corrected) {
			for j := s.from; j < s.to; j++ {
				owner := p.segment.titles.owner(j)
				if p.isDead(owner) {
					continue
				}
				w := uint64(p.months[owner])<<32 | uint64(owner)
				if p.segment.titles.begins(j) {
					w |= 1 << 63
				}
				best.offer(owner, w)
			}
		}
		for _, one := range best.list {
			found = append(found, title{one.weight &^ (1<<32 - 1), p.numbers[one.item]})
		}
	}
	slices.SortFunc(found, func(a, b title) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.number, a.number))
	})
	completions := make([]index.Completion, 0, q.limit)
	for _, t := range found[:min(len(found), q.limit)] {
		completions = append(completions, index.Completion{Papers: 1, Number: t.number})
	}
	return completions
}

// best keeps the max items of the greatest weight, each once, heaviest first. Of equal
// items, those offered first are kept.
type best[T comparable] struct {
	max  int
	list []weighed[T]
}

type weighed[T any] struct {
	item   T
	weight uint64
}

func newBest[T comparable](max int) *best[T] { return &best[T]{max: max} }

func (b *best[T]) offer(item T, weight uint64) {
	if len(b.list) == b.max && weight <= b.list[b.max-1].weight {
		return
	}
	if i := slices.IndexFunc(b.list, func(w weighed[T]) bool { return w.item == item }); i >= 0 {
		if b.list[i].weight >= weight {
			return
		}
		b.list = slices.Delete(b.list, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(b.list, weight, func(w weighed[T], weight uint64) int {
		if w.weight >= weight {
			return -1
		}
		return 1
	})
	b.list = slices.Insert(b.list[:min(len(b.list), b.max)], at, weighed[T]{item, weight})
	b.list = b.list[:min(len(b.list), b.max)]
}

func (b *best[T]) items() []T {
	items := make([]T, len(b.list))
	for i, w := range b.list {
		items[i] = w.item
	}
	return items
}
