package assist_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/assist/lexicon"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

// spelledNames are names of one person in two spellings.
var spelledNames = [][2]string{
	{"Günter Mühlbach", "Guenter Muehlbach"},
	{"Erwin Schrödinger", "Schroedinger, Erwin"},
	{"Jürgen Groß", "Gross, Juergen"},
	{"Käthe Wäschle", "Waeschle, Kaethe"},
	{"Søren Ørsted", "Soeren Oersted"},
	{"Søren Kjærgaard", "Kjaergaard, Soren"},
	{"Ola Njåstad", "Ola Njaastad"},
	{"Kåre Ågård", "Aagaard, Kaare"},
	{"Jørgen Bjørnstad", "Bjornstad, Jorgen"},
	{"Lars Sjöström", "Lars Sjostrom"},
	{"Сергей Королёв", "Королев, Сергей"},
	{"Семён Воробьёв", "Семен Воробьев"},
	{"Brian O'Dowd", "O Dowd, Brian"},
	{"Brian O’Dowd", "BRIAN ODOWD"},
	{"ODowd B", "O Dowd, B."},
	{"Jean D'Arcy", "Darcy, Jean"},
	{"Guillaume de l'Hôpital", "L Hopital, Guillaume de"},
	{"Aïssatou N'Diaye", "Ndiaye, Aissatou"},
	{"Erdős Pál", "Erdos, Pal"},
	{"Johanna Smythe", "Smythe, Johanna"},
	{"J. Smythe", "Smythe J"},
	{"ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"},
	{"Zoë Strauß", "Strauss, Zoe"},
}

// spelledWords are the same words in two spellings.
var spelledWords = [][2]string{
	{"Düsseldorf", "Duesseldorf"},
	{"Zürich", "Zuerich"},
	{"Köln", "Koeln"},
	{"Göteborg", "Goeteborg"},
	{"Tromsø", "Tromsoe"},
	{"Århus", "Aarhus"},
	{"Straßenverkehr", "Strassenverkehr"},
	{"Måløy", "Maaloey"},
	{"ёлка", "елка"},
	{"Орёл", "Орел"},
	{"ﾏｼﾝﾗｰﾆﾝｸﾞ", "マシンラーニング"},
	{"ﾄﾞｲﾂ語", "ドイツ語"},
	{"pre-training", "pretraining"},
	{"pre training", "pretraining"},
	{"fine-tuning", "finetuning"},
	{"fine tuning", "finetuning"},
	{"data set", "dataset"},
	{"cross-lingual", "crosslingual"},
	{"multi modal", "multimodal"},
	{"self-supervised", "selfsupervised"},
	{"self supervised", "selfsupervised"},
	{"zero-shot", "zeroshot"},
	{"low-resource", "lowresource"},
	{"real time", "realtime"},
	{"non linear", "nonlinear"},
	{"pre-trained", "pretraining"},
}

// sources is the log of changes that a lexicon reads.
type sources []data.Change

func (s sources) Changes(_ context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	left := s[min(int(after), len(s)):]
	return left[:min(limit, len(left))], nil
}

// openSpelled returns an engine and a lexicon that have these papers, numbered from 1.
func openSpelled(t *testing.T, papers []data.Paper) (*embedded.Engine, *lexicon.Lexicon) {
	t.Helper()
	engine, err := embedded.Open(t.Context(), t.TempDir(), embedded.Options{Store: "spelled"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	var log sources
	for i := range papers {
		log = append(log, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &papers[i]})
	}
	through := data.Sequence(len(log))
	if err := engine.Apply(t.Context(), log, through); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), through); err != nil {
		t.Fatal(err)
	}
	words := lexicon.New()
	if err := words.Read(t.Context(), log); err != nil {
		t.Fatal(err)
	}
	if err := words.Wait(t.Context(), through); err != nil {
		t.Fatal(err)
	}
	return engine, words
}

// TestNamesInEverySpelling looks for each name as the other paper writes it: in the field of
// authors, in free words, among the values of the facet and in completion, and merges papers by
// the two.
func TestNamesInEverySpelling(t *testing.T) {
	const title = "A Title That Is Long Enough to Tell"
	for _, pair := range spelledNames {
		engine, words := openSpelled(t, []data.Paper{
			{Title: "Ropes", Authors: []string{"Wei Wang", pair[0]}}, {Title: "Knots", Authors: []string{pair[1]}}, {Title: "Sails", Authors: []string{"Wei Wang"}},
		})
		for i, typed := range pair {
			for _, text := range []string{`author:"` + typed + `"`, `author:"` + data.FamilyFirst(typed) + `"`} {
				expectNumbers(t, engine, text, 1, 2)
			}
			if family := familyOf(typed); family != "" {
				expectCompleted(t, words, index.CompleteAuthor, family, pair[0], pair[1])
				expectFacet(t, engine, family, data.AuthorKey(pair[0]), data.AuthorKey(pair[1]))
			}
			other := data.Paper{Title: title, Authors: []string{pair[1-i]}}
			if _, same := data.SamePaper(data.Paper{Title: title, Authors: []string{typed}}, other); !same {
				t.Errorf("papers by %q and %q are not merged", typed, pair[1-i])
			}
			if familyOf(pair[1-i]) != "" && !data.ParseName(typed).Means(pair[1-i]) {
				t.Errorf("%q does not mean %q", typed, pair[1-i])
			}
		}
	}
}

// familyOf returns the family name, or "" if a name does not show which one that is.
func familyOf(name string) string {
	family, _, found := strings.Cut(data.FamilyFirst(name), ", ")
	if !found || len(family) == 1 {
		return ""
	}
	return family
}

// TestAbbreviatedNames looks for a full name by its initials, in every order. A full name does
// not find abbreviated ones: there may be many.
func TestAbbreviatedNames(t *testing.T) {
	engine, _ := openSpelled(t, []data.Paper{{Title: "Ropes", Authors: []string{"Johanna Smythe"}}, {Title: "Knots", Authors: []string{"Smythe, J."}}, {Title: "Sails", Authors: []string{"Karl Smythe"}}})
	for _, text := range []string{`author:"J. Smythe"`, `author:"Smythe J"`, `author:"Smythe, J."`, `author:"smythe j"`} {
		expectNumbers(t, engine, text, 1, 2)
	}
	for _, text := range []string{`author:"Smythe, Johanna"`, `author:"Johanna Smythe"`, `author:"Smythe Johanna"`} {
		expectNumbers(t, engine, text, 1)
	}
}

// TestWordsInEverySpelling looks for each word as the other paper writes it: in free words, in
// the field of titles, in front of another word, and in completion.
func TestWordsInEverySpelling(t *testing.T) {
	for _, pair := range spelledWords {
		engine, words := openSpelled(t, []data.Paper{
			{Title: pair[0] + " and what it costs"}, {Title: "Notes about " + pair[1] + ", what it costs"}, {Title: "Other notes"},
		})
		for _, typed := range pair {
			expectNumbers(t, engine, typed, 1, 2)
			expectNumbers(t, engine, typed+" costs", 1, 2)
			if !slices.Contains([]rune(typed), ' ') {
				expectNumbers(t, engine, "title:"+typed, 1, 2)
				expectNumbers(t, engine, "notes -"+typed, 3)
			}
			found, err := words.Complete(t.Context(), index.CompleteRequest{Typed: typed, Limit: 5, Correct: true, Kinds: []index.CompletionKind{index.CompleteTitle}})
			if err != nil || len(found) == 0 {
				t.Errorf("%q completes %v (%v), want a title", typed, found, err)
			}
		}
	}
}

// TestPlainWordsKeepTheirSpelling checks that no English word is taken for one with an umlaut.
func TestPlainWordsKeepTheirSpelling(t *testing.T) {
	engine, _ := openSpelled(t, []data.Paper{
		{Title: "The value of a blue queue"}, {Title: "Valu blu quu"}, {Title: "Düsseldorf"}, {Title: "Dusseldorf"}, {Title: "Duesseldorf"}, {Title: "Does it"}, {Title: "Dos machines"},
	})
	for text, want := range map[string][]data.Number{
		"blue": {1}, "queue": {1}, "blu": {2}, "quu": {2}, "dos": {7}, "Dusseldorf": {3, 4}, "Duesseldorf": {3, 5}, "Düsseldorf": {3, 4, 5},
	} {
		expectNumbers(t, engine, text, want...)
	}
}

func expectNumbers(t *testing.T, engine *embedded.Engine, text string, want ...data.Number) {
	t.Helper()
	result, err := engine.Search(t.Context(), index.Request{Query: query.Parse(text), Match: index.MatchAll, Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	var got []data.Number
	for _, h := range result.Hits {
		got = append(got, h.Number)
		if free := !strings.Contains(text, ":") && !strings.Contains(text, " -"); free && (h.Score <= 0 || len(h.Missing) > 0) {
			t.Errorf("%s: paper %d scores %g and lacks %v", text, h.Number, h.Score, h.Missing)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%s finds %v, want %v", text, got, want)
	}
}

func expectCompleted(t *testing.T, words *lexicon.Lexicon, kind index.CompletionKind, typed string, want ...string) {
	t.Helper()
	found, err := words.Complete(t.Context(), index.CompleteRequest{Typed: typed, Limit: 5, Kinds: []index.CompletionKind{kind}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range found {
		got = append(got, c.Text)
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return data.AuthorKey(g) == data.AuthorKey(w) }) {
			t.Errorf("%q completes to %q, want %q too", typed, got, w)
		}
	}
}

func expectFacet(t *testing.T, engine *embedded.Engine, typed string, want ...string) {
	t.Helper()
	result, err := engine.Search(t.Context(), index.Request{Facets: []index.Facet{index.FacetAuthor}, FacetContains: typed, FacetLimit: 9})
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(result.Facets[index.FacetAuthor])
	for _, w := range want {
		if !slices.ContainsFunc(result.Facets[index.FacetAuthor], func(b index.Bucket) bool { return b.Value == w }) {
			t.Errorf("the finder has %s for %q, want %q", got, typed, w)
		}
	}
}
