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

// Forms reads every paper.
func (o *Oracle) Forms(ctx context.Context, forms []string) ([]index.FormPapers, error) {
	papers, _, err := o.live()
	if err != nil {
		return nil, err
	}
	counts := make([]index.FormPapers, len(forms))
	for i, form := range forms {
		for _, p := range papers {
			text, names := p.spells(form)
			if text {
				counts[i].Text++
			}
			if names {
				counts[i].Names++
			}
		}
		counts[i] = index.FormPapers{Text: min(counts[i].Text, index.ManyPapers), Names: min(counts[i].Names, index.ManyPapers)}
	}
	return counts, ctx.Err()
}

// spells reports whether a paper has a form of form's stem in its text, and whether it
// has form itself in a name.
func (p *paper) spells(form string) (text, names bool) {
	stem, exact := stemTerm(analysis.Stem(form)), formTerm(form)
	return slices.ContainsFunc(p.places(query.AnyText), stem.in),
		slices.ContainsFunc(p.places(query.Author), exact.in) || slices.ContainsFunc(p.places(query.Venue), exact.in)
}

// Together looks for every word of every choice in every paper.
func (o *Oracle) Together(ctx context.Context, words [][]string, choices [][]int) ([]int, error) {
	papers, _, err := o.live()
	if err != nil {
		return nil, err
	}
	counts := make([]int, len(choices))
	for i, choice := range choices {
		for _, p := range papers {
			all := true
			for word, form := range choice {
				if form != index.NoForm {
					text, names := p.spells(words[word][form])
					all = all && (text || names)
				}
			}
			if all {
				counts[i]++
			}
		}
	}
	return counts, ctx.Err()
}

// Near measures the distance of every form of every paper.
func (o *Oracle) Near(ctx context.Context, field query.Field, form string, edits int) ([]index.NearForm, error) {
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
			if offered && index.CanSpell(f) {
				counts[f]++
			}
		}
	}
	byDistance := map[int][]index.NearForm{}
	for f, n := range counts {
		if d, near := spellingDistance(f, form); near && d <= edits {
			byDistance[d] = append(byDistance[d], index.NearForm{Form: f, Distance: d, Papers: n})
		}
	}
	var found []index.NearForm
	for d := 0; d <= edits; d++ {
		slices.SortFunc(byDistance[d], func(a, b index.NearForm) int {
			return cmp.Or(cmp.Compare(b.Papers, a.Papers), cmp.Compare(a.Form, b.Form))
		})
		found = append(found, byDistance[d][:min(len(byDistance[d]), index.MaxNear)]...)
	}
	return found, ctx.Err()
}

// spellingDistance returns the distance of index.NearForm; near is false if there is none.
func spellingDistance(f, form string) (edits int, near bool) {
	a, b := []rune(f), []rune(form)
	edits = distance(a, b)
	switch {
	case isSwap(f, form):
		return 1, true
	case !isFuzzy(f, form), edits > 1 && a[0] != b[0]:
		return 0, false
	}
	return edits, true
}

// isSwap reports whether a and b differ only by two neighbouring characters that changed
// places.
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
	counted := map[string]index.FormPapers{
		"graph": {Text: 2}, "graphing": {Text: 2}, "schrodinger": {Text: 1}, "学习": {Text: 1}, "обучение": {Text: 1}, "jurgen": {Names: 1}, "tests": {Names: 1},
		"the": {Text: 1}, "grapf": {Names: 1}, "grapq": {}, "deleted": {}, "jurgens": {}, "学学": {}, "": {},
	}
	for form, want := range counted {
		got, err := engine.Forms(testContext(t), []string{form})
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("papers of %q: %v, %v, want %v", form, got, err, want)
		}
	}
	together, err := engine.Together(testContext(t), [][]string{{"graph", "grapf", "nothing"}, {"attentions"}, {"the"}},
		[][]int{{0, 0, index.NoForm}, {1, 0, index.NoForm}, {2, 0, index.NoForm}, {0, 0, 0}, {index.NoForm, 0, index.NoForm}, {index.NoForm, index.NoForm, index.NoForm}})
	if diff := gocmp.Diff([]int{2, 1, 0, 1, 3, 3}, together); diff != "" || err != nil {
		t.Errorf("papers of several words, %v (-want +got)\n%s", err, diff)
	}
	near := func(form string, distance, papers int) index.NearForm {
		return index.NearForm{Form: form, Distance: distance, Papers: papers}
	}
	for _, c := range []struct {
		field query.Field
		form  string
		want  []index.NearForm
	}{
		{"", "graph", []index.NearForm{near("graph", 0, 2), near("grape", 1, 1), near("graphs", 1, 1)}},
		{"", "grapx", []index.NearForm{near("graph", 1, 2), near("grape", 1, 1)}},
		{"", "garph", []index.NearForm{near("graph", 1, 2)}},
		{"", "atention", []index.NearForm{near("attention", 1, 2), near("attentions", 2, 1)}},
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
		got, err := engine.Near(testContext(t), c.field, c.form, 2)
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
			edits := m.IntN(3)
			want, err := oracle.Near(testContext(t), field, form, edits)
			if err != nil {
				t.Fatal(err)
			}
			got, err := engine.Near(testContext(t), field, form, edits)
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Fatalf("near %s:%q, %v (-oracle +engine)\n%s", field, form, err, diff)
			}
			some += len(got)
		}
		want, err := oracle.Forms(testContext(t), []string{form})
		if err != nil {
			t.Fatal(err)
		}
		got, err := engine.Forms(testContext(t), []string{form})
		if diff := gocmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("papers of %q, %v (-oracle +engine)\n%s", form, err, diff)
		}
	}
	for range 50 {
		words, choices := m.wordChoices()
		want, err := oracle.Together(testContext(t), words, choices)
		if err != nil {
			t.Fatal(err)
		}
		got, err := engine.Together(testContext(t), words, choices)
		if diff := gocmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("together %q %v, %v (-oracle +engine)\n%s", words, choices, err, diff)
		}
	}
	if some < 50 {
		t.Errorf("only %d forms were near", some)
	}
}

// misspelling returns a word or name with up to two characters lost, changed, inserted or
// swapped.
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

// wordChoices returns arguments of Together: up to four words of up to three forms.
func (m maker) wordChoices() (words [][]string, choices [][]int) {
	for range 1 + m.IntN(4) {
		var forms []string
		for range 1 + m.IntN(3) {
			forms = append(forms, m.misspelling())
		}
		words = append(words, forms)
	}
	for range 5 {
		var choice []int
		for _, forms := range words {
			choice = append(choice, m.IntN(len(forms)+1)-1)
		}
		choices = append(choices, choice)
	}
	return words, choices
}
