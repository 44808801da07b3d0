package embedded

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// Forms counts the papers of stems and names.
func (e *Engine) Forms(ctx context.Context, forms []string) ([]index.FormPapers, error) {
	text, names := make([]atomic.Int64, len(forms)), make([]atomic.Int64, len(forms))
	err := e.ask("embedded.forms", func(v *view) error {
		stems := v.spelledStems(forms)
		return v.shareParts(ctx, func(_, _ int, p *part) {
			for i, form := range forms {
				text[i].Add(int64(p.countStem(stems[i], &v.tables.scratch)))
				names[i].Add(int64(p.countName(form)))
			}
		})
	})
	if err != nil {
		return nil, fmt.Errorf("count papers of words: %w", err)
	}
	counts := make([]index.FormPapers, len(forms))
	for i := range counts {
		many := func(n *atomic.Int64) int { return min(int(n.Load()), index.ManyPapers) }
		counts[i] = index.FormPapers{Text: many(&text[i]), Names: many(&names[i])}
	}
	return counts, nil
}

// noStem is the ordinal of a stem that no paper ever had.
const noStem = 1<<32 - 1

// spelledStems are the ordinals of the forms' stems.
func (v *view) spelledStems(forms []string) []uint32 {
	stems := make([]uint32, len(forms))
	for i, form := range forms {
		stems[i] = noStem
		if stem, ok := v.tables.stems.lookup(analysis.Stem(form)); ok {
			stems[i] = stem
		}
	}
	return stems
}

// countStem counts the live papers with a form of a stem, up to index.ManyPapers or more.
func (p *part) countStem(stem uint32, lend *scratch) int {
	if stem == noStem {
		return 0
	}
	switch groups := p.text.stems.groups(stem); {
	case len(groups) == 0:
		return 0
	case len(groups) > 1:
		found := p.text.sum(p.text.pickStem(stem), lend)
		defer lend.giveList(found)
		return p.countLive(&found)
	case !p.deleted:
		return int(p.text.papers[groups[0]])
	default:
		return p.countEntries(groups[0], -1, index.ManyPapers)
	}
}

// countForm counts the live papers with a form that is no function word.
func (p *part) countForm(form uint32) int {
	x := p.text
	group := x.group[form]
	forms := x.formsOf(group)
	switch {
	case !x.isContent(group):
		return 0
	case len(forms) > 1:
		rank, _ := slices.BinarySearch(forms, form)
		return p.countEntries(group, rank, math.MaxInt)
	case !p.deleted:
		return int(x.papers[group])
	default:
		return p.countEntries(group, -1, math.MaxInt)
	}
}

// countEntries counts the live papers of a group, or of its form of a rank, up to limit.
// It makes no list of them.
func (p *part) countEntries(group uint32, rank, limit int) int {
	entries, shares := p.text.entriesOf(group), p.text.sharesOf(group)
	next, at, n := uint32(0), 0, 0
	for i := 0; i < len(entries) && n < limit; i++ {
		e := entries[i]
		code := e >> 8
		next += uint32(e & maxPassed)
		if code-1 >= lastCode { // jump or rare
			i++
			if code == jump {
				high := uint32(e & maxPassed)
				next += high<<16 - high + uint32(entries[i])
				continue
			}
		}
		is := int(p.live[next/64] >> (next % 64) & 1)
		next++
		if rank >= 0 {
			has, length := hasShare(shares[at:], rank)
			at += length
			is &= has
		}
		n += is
	}
	return n
}

// hasShare is 1 if a posting is of the form of a rank, or 0, and the length of its
// shares.
func hasShare(shares []byte, rank int) (has, length int) {
	if first := shares[0]; first != several {
		if int(first) == rank {
			return 1, 1
		}
		return 0, 1
	}
	n := int(binary.LittleEndian.Uint16(shares[1:]))
	length = 3 + 4*n
	for share := shares[3:length]; len(share) > 0; share = share[4:] {
		if int(binary.LittleEndian.Uint16(share)) == rank {
			return 1, length
		}
	}
	return 0, length
}

// countName counts the live papers that have a form in the name of an author or venue.
func (p *part) countName(form string) int {
	return p.countDocs(union(p.people.words.exactly(form), p.venue.exactly(form)))
}

// Near measures by the edits of a fuzzy word, to which it adds neighbours that changed
// places. At two edits the first character has to be right: few get it wrong.
func (e *Engine) Near(ctx context.Context, field query.Field, form string, edits int) ([]index.NearForm, error) {
	if !index.CanSpell(form) {
		return nil, ctx.Err()
	}
	var found []index.NearForm
	err := e.ask("embedded.near", func(v *view) (err error) {
		found, err = v.near(ctx, field, form, min(edits, index.MaxEdits(form)))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find words near %q: %w", form, err)
	}
	return found, nil
}

func (v *view) near(ctx context.Context, field query.Field, form string, edits int) ([]index.NearForm, error) {
	var mu sync.Mutex // guards papers
	papers := map[string]int{}
	_, size := utf8.DecodeRuneInString(form)
	one := newAutomaton(form, 1)
	distance := func(term string) int {
		switch {
		case term == form:
			return 0
		case one.accepts(term), isSwap(term, form):
			return 1
		}
		return 2
	}
	budget := v.budget(ctx)
	err := v.shareParts(ctx, func(_, _ int, p *part) {
		terms, count := p.spelled(field)
		if terms == nil || edits > 0 && !budget.Spend(int64(formWork*float64(terms.len()))) {
			return
		}
		var near []uint32
		if edits > 0 {
			near = terms.misspelled(form, edits)
		} else if t, ok := terms.find(form); ok {
			near = []uint32{uint32(t)}
		}
		for _, t := range near {
			term := terms.at(int(t))
			if !index.CanSpell(term) || !strings.HasPrefix(term, form[:size]) && distance(term) > 1 {
				continue
			}
			if n := count(t); n > 0 {
				mu.Lock()
				papers[term] += n
				mu.Unlock()
			}
		}
	})
	if err == nil && budget.IsSpent() {
		err = &index.TooCostlyError{Part: form}
	}
	if err != nil {
		return nil, err
	}
	byDistance := make([][]index.NearForm, edits+1)
	for term, n := range papers {
		d := distance(term)
		byDistance[d] = append(byDistance[d], index.NearForm{Form: term, Distance: d, Papers: n})
	}
	var found []index.NearForm
	for _, near := range byDistance {
		slices.SortFunc(near, func(a, b index.NearForm) int {
			return cmp.Or(cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Form, b.Form))
		})
		found = append(found, near[:min(len(near), index.MaxNear)]...)
	}
	return found, nil
}

// spelled is the dictionary of a field, nil for one without words, and a function that
// counts the live papers of one of its terms; function words have none.
func (p *part) spelled(field query.Field) (terms *dictionary, count func(term uint32) int) {
	names := func(x *termIndex) (*dictionary, func(uint32) int) {
		return &x.terms, func(t uint32) int { return p.countDocs(x.of(int(t))) }
	}
	switch field {
	case query.Author:
		return names(p.people.words)
	case query.Venue:
		return names(p.venue)
	case query.AnyText, query.Title, query.Abstract:
		return &p.text.forms, p.countForm
	}
	return nil, nil
}

// countDocs counts the live papers among docs.
func (p *part) countDocs(docs []uint32) int {
	if !p.deleted {
		return len(docs)
	}
	n := 0
	for _, doc := range docs {
		n += int(p.live[doc/64] >> (doc % 64) & 1)
	}
	return n
}
