package indextest

import (
	"cmp"
	"context"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// Known reads every paper.
func (o *Oracle) Known(ctx context.Context, forms []string) ([]bool, error) {
	papers, _, err := o.live()
	if err != nil {
		return nil, err
	}
	known := make([]bool, len(forms))
	for i, form := range forms {
		stem, exact := stemTerm(analysis.Stem(form)), formTerm(form)
		known[i] = slices.ContainsFunc(papers, func(p *paper) bool {
			return slices.ContainsFunc(p.places(query.AnyText), stem.in) ||
				slices.ContainsFunc(p.places(query.Author), exact.in) || slices.ContainsFunc(p.places(query.Venue), exact.in)
		})
	}
	return known, ctx.Err()
}

// Near measures the distance of every form of every paper.
func (o *Oracle) Near(ctx context.Context, field query.Field, form string) ([]index.NearForm, error) {
	papers, _, err := o.live()
	if err != nil || !index.CanSpell(form) || field == query.Category || field == query.ID {
		return nil, err
	}
	names := field == query.Author || field == query.Venue
	if !names {
		field = query.AnyText
	}
	counts := map[string]int{}
	for _, p := range papers {
		forms := map[string]bool{}
		for _, tokens := range p.places(field) {
			for _, t := range tokens {
				forms[t.Form] = names || !analysis.IsFunctionWord(t.Form)
			}
		}
		for f, offered := range forms {
			if offered && f != form && index.CanSpell(f) && spellingDistance(f, form) > 0 {
				counts[f]++
			}
		}
	}
	var found []index.NearForm
	for f, n := range counts {
		found = append(found, index.NearForm{Form: f, Distance: spellingDistance(f, form), Papers: n})
	}
	slices.SortFunc(found, func(a, b index.NearForm) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Form, b.Form))
	})
	n := 0
	for n < min(len(found), index.MaxNear) && found[n].Distance == found[0].Distance {
		n++
	}
	return found[:n], ctx.Err()
}

// spellingDistance is that of index.NearForm, 0 for forms that are not near each other.
func spellingDistance(f, form string) int {
	a, b := []rune(f), []rune(form)
	edits := distance(a, b)
	switch {
	case isSwap(f, form):
		return 1
	case !isFuzzy(f, form), edits > 1 && a[0] != b[0]:
		return 0
	}
	return edits
}

// isSwap reports whether two neighbours in each other's place are all that tells a from b.
func isSwap(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return false
	}
	var differ []int
	for i := range x {
		if x[i] != y[i] {
			differ = append(differ, i)
		}
	}
	return len(differ) == 2 && differ[1] == differ[0]+1 && x[differ[0]] == y[differ[1]] && x[differ[1]] == y[differ[0]]
}

func testSpelling(t *testing.T, open opener) {
	engine := openNew(t, open)
	apply(t, one(
		data.Paper{Title: "Graph transformers", Abstract: "Attention for Schrödinger, naïve and 学习 models.", Authors: []string{"Jürgen Grapf"}, Venue: "Proceedings of Tests"},
		data.Paper{Title: "Graph attention", Abstract: "Обучение graphs. The gráph, C++ and graph4."},
		data.Paper{Title: "Grape harvest", Abstract: "Attentions of a vetoed word."},
		data.Paper{Title: "Grapq deleted"},
	), engine)
	if err := engine.Apply(testContext(t), []data.Change{{Sequence: 5, Number: 4}}, 5); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(testContext(t), 5); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{
		"graph": true, "graphing": true, "schrodinger": true, "学习": true, "обучение": true, "jurgen": true, "tests": true, "the": true,
		"grapq": false, "deleted": false, "jurgens": false, "学学": false, "": false,
	}
	for form, want := range known {
		got, err := engine.Known(testContext(t), []string{form})
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("known %q: %v, %v, want %v", form, got, err, want)
		}
	}
	near := func(form string, distance, papers int) index.NearForm {
		return index.NearForm{Form: form, Distance: distance, Papers: papers}
	}
	for _, c := range []struct {
		field query.Field
		form  string
		want  []index.NearForm
	}{
		{"", "grapx", []index.NearForm{near("graph", 1, 2), near("grape", 1, 1)}},
		{"", "garph", []index.NearForm{near("graph", 1, 2)}},
		{"", "atention", []index.NearForm{near("attention", 1, 2)}},
		{"", "tranformer", []index.NearForm{near("transformers", 2, 1)}},
		{"", "xranformers", nil},
		{"", "shrodingr", []index.NearForm{near("schrodinger", 2, 1)}},
		{"", "обучене", []index.NearForm{near("обучение", 1, 1)}},
		{"", "обучнеие", []index.NearForm{near("обучение", 1, 1)}},
		{"", "学学", nil},
		{"", "teh", nil},
		{"", "gr", nil},
		{"", "grph4", nil},
		{"", "jurgn", nil},
		{query.Title, "grap", []index.NearForm{near("graph", 1, 2), near("grape", 1, 1)}},
		{query.Author, "jurgn", []index.NearForm{near("jurgen", 1, 1)}},
		{query.Author, "graph", []index.NearForm{near("grapf", 1, 1)}},
		{query.Venue, "tets", []index.NearForm{near("tests", 1, 1)}},
		{query.Category, "graph", nil},
	} {
		got, err := engine.Near(testContext(t), c.field, c.form)
		if diff := gocmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("near %s:%q, %v (-want +got)\n%s", c.field, c.form, err, diff)
		}
	}

	m := newMaker(11)
	engine, oracle := openNew(t, open), NewOracle(Store)
	apply(t, m.log(120, 3), engine, oracle)
	some := 0
	for range 200 {
		form := m.misspelling()
		for _, field := range []query.Field{query.AnyText, query.Author, query.Venue} {
			want, err := oracle.Near(testContext(t), field, form)
			if err != nil {
				t.Fatal(err)
			}
			got, err := engine.Near(testContext(t), field, form)
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Fatalf("near %s:%q, %v (-oracle +engine)\n%s", field, form, err, diff)
			}
			some += len(got)
		}
		want, err := oracle.Known(testContext(t), []string{form})
		if err != nil {
			t.Fatal(err)
		}
		got, err := engine.Known(testContext(t), []string{form})
		if diff := gocmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("known %q, %v (-oracle +engine)\n%s", form, err, diff)
		}
	}
	if some < 50 {
		t.Errorf("only %d forms were near", some)
	}
}

// misspelling is a word or name with up to two characters lost, changed, put in or swapped.
func (m maker) misspelling() string {
	tokens := tokenize(pick(m, append(slices.Clone(words), slices.Concat(names, venues)...)))
	letters := []rune(pick(m, tokens).Form)
	for range m.IntN(3) {
		i := m.IntN(len(letters))
		switch other := []rune("aeonrтйx")[m.IntN(8)]; m.IntN(4) {
		case 0:
			if len(letters) > 1 {
				letters = slices.Delete(letters, i, i+1)
			}
		case 1:
			letters[i] = other
		case 2:
			letters = slices.Insert(letters, i, other)
		default:
			j := max(i-1, 0)
			letters[i], letters[j] = letters[j], letters[i]
		}
	}
	return string(letters)
}
