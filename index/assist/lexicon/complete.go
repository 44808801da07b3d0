package lexicon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
)

// Complete looks a prefix up in all that is known. It does not wait for what is not.
func (l *Lexicon) Complete(ctx context.Context, r index.CompleteRequest) ([]index.Completion, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	typed := typedText(r.Typed)
	if !isEnough(typed) || utf8.RuneCountInString(r.Typed) > index.MaxTyped {
		return nil, nil
	}
	limit := min(r.Limit, index.MaxCompletions)
	q := lookup{l.now.Load(), typed, typedName(r.Typed), limit}
	wants := func(k index.CompletionKind) bool { return r.Kinds == nil || slices.Contains(r.Kinds, k) }
	found := q.all(wants, false)
	switch {
	case !r.Correct || utf8.RuneCountInString(typed) < minCorrected:
	case len(found) == 0:
		for _, kind := range index.CompletionKinds { // titles take longest, and say least
			if wants(kind) && (kind != index.CompleteTitle || len(found) == 0) {
				found = append(found, q.all(func(k index.CompletionKind) bool { return k == kind }, true)...)
			}
		}
	case len(found) < fewTitles && found[0].Kind == index.CompleteTitle: // perhaps misspelled there too
		phrases := func(k index.CompletionKind) bool { return k == index.CompletePhrase && wants(k) }
		found = append(found, q.all(phrases, true)...)
	}
	return found, nil
}

// fewTitles is how many titles show that what was typed is meant.
const fewTitles = 3

// isEnough reports whether so much is typed that it can be completed.
func isEnough(typed string) bool {
	last, _ := utf8.DecodeLastRuneInString(typed)
	return utf8.RuneCountInString(typed) >= index.MinTyped || isCJK(last)
}

// lookup is one question to one snapshot.
type lookup struct {
	*snapshot
	typed string
	name  string // what was typed, as names are looked up
	limit int
}

func (q lookup) all(wants func(index.CompletionKind) bool, corrected bool) []index.Completion {
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

// spans are the texts that what was typed leads to.
func (q lookup) spans(t texts, corrected bool) []span {
	if corrected {
		return near(t, q.typed)
	}
	return []span{prefixed(t, q.typed)}
}

// moreThanWanted is how many candidates of a part are weighed for each completion: the
// best of all parts need not be the best of each.
const moreThanWanted = 5

// phrases are the most frequent; of two that are one phrase and its beginning, that
// which says more.
func (q lookup) phrases(corrected bool) []index.Completion {
	typed := strings.TrimRight(q.typed, " ")
	weights := map[string]int{} // titles of a candidate
	for i := range q.parts {
		p := &q.parts[i]
		best := newBest[int](moreThanWanted * q.limit)
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

// weight prefers phrases to single words, which people can type themselves.
func weight(titles uint32, words int) uint64 {
	factor := [...]uint64{0, 2, 4, 5, 5, 5}
	return uint64(titles) * factor[min(words, mostWords)]
}

func words(text string) int { return strings.Count(text, " ") + 1 }

// isPartOfLonger reports whether most titles with a phrase go on from there by one of
// the others: "neural machine" is none where "neural machine translation" is.
func isPartOfLonger(c index.Completion, all []index.Completion) bool {
	longer := 0
	for _, other := range all {
		if strings.HasPrefix(other.Text, c.Text+" ") && words(other.Text) == words(c.Text)+1 {
			longer += other.Papers
		}
	}
	return longer*10 >= c.Papers*6
}

// titlesWith counts the live titles with a phrase.
func (q lookup) titlesWith(text string) int {
	n := 0
	for i := range q.parts {
		p := &q.parts[i]
		if known, ok := p.segment.phrases.find(text); ok && p.dead == nil {
			n += int(known.titles)
			continue
		}
		seen := map[uint32]bool{}
		s := whole(p.segment.titles, text)
		for j := s.from; j < s.to; j++ {
			if owner := p.segment.titles.owner(j); !p.isDead(owner) {
				seen[owner] = true
			}
		}
		n += len(seen)
	}
	return n
}

// authors are those with the most papers.
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
		best := newBest[int](moreThanWanted * q.limit)
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
				people[key] = &person{name: a.names.at(ord)}
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

// titles are those that begin so before those that go on so, the newest of them first.
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

// best keeps the few heaviest of many items, each once, the heaviest first; ties go to
// the first that came.
type best[T comparable] struct {
	most int
	list []weighed[T]
}

type weighed[T any] struct {
	item   T
	weight uint64
}

func newBest[T comparable](most int) *best[T] { return &best[T]{most: most} }

func (b *best[T]) offer(item T, weight uint64) {
	if len(b.list) == b.most && weight <= b.list[b.most-1].weight {
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
	b.list = slices.Insert(b.list[:min(len(b.list), b.most)], at, weighed[T]{item, weight})
	b.list = b.list[:min(len(b.list), b.most)]
}

func (b *best[T]) items() []T {
	items := make([]T, len(b.list))
	for i, w := range b.list {
		items[i] = w.item
	}
	return items
}
