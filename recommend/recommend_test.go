package recommend_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/sharedtest"
	"paperboy/index"
	"paperboy/index/indextest"
	"paperboy/recommend"
)

var errUnknown = errors.New("unknown paper")

// library is papers by id; number n is the n-th, from 1.
type library []data.Paper

func (l library) Paper(_ context.Context, id data.ID) (data.Paper, data.Number, error) {
	id = data.ID(strings.TrimPrefix(string(id), "also:"))
	i := slices.IndexFunc(l, func(p data.Paper) bool { return p.ID == id })
	if i < 0 {
		return data.Paper{}, 0, errUnknown
	}
	return l[i], data.Number(i + 1), nil
}

func (l library) Papers(_ context.Context, numbers []data.Number) (map[data.Number]data.Paper, error) {
	found := make(map[data.Number]data.Paper)
	for _, n := range numbers {
		if n := int(n); n <= len(l) {
			found[data.Number(n)] = l[n-1]
		}
	}
	return found, nil
}

var papers = library{
	{ID: "a", Title: "Graph neural networks", Abstract: "Message passing on molecular graphs.", Date: data.Date{Year: 2020}},
	{ID: "b", Title: "Molecular property prediction", Abstract: "Graph networks predict properties of molecules.", Date: data.Date{Year: 2021}},
	{ID: "c", Title: "Machine translation", Abstract: "Attention networks translate text.", Date: data.Date{Year: 2021}},
	{ID: "d", Title: "Translating speech", Abstract: "Speech to text with attention.", Date: data.Date{Year: 2022}},
	{ID: "e", Title: "On the", Abstract: "", Date: data.Date{Year: 2023}},
}

func newRecommender(t *testing.T, papers library) *recommend.Recommender {
	t.Helper()
	return recommend.New(newOracle(t, papers), papers)
}

func newOracle(t *testing.T, papers library) *indextest.Oracle {
	t.Helper()
	oracle := indextest.NewOracle("test")
	var changes []data.Change
	for i := range papers {
		changes = append(changes, data.Change{Sequence: data.Sequence(i + 1), Number: data.Number(i + 1), Paper: &papers[i]})
	}
	if err := oracle.Apply(t.Context(), changes, data.Sequence(len(changes))); err != nil {
		t.Fatal(err)
	}
	return oracle
}

func TestSimilar(t *testing.T) {
	r := newRecommender(t, papers)
	tests := []struct {
		name    string
		request recommend.Request
		want    []data.Number
	}{
		{"like one", recommend.Request{Like: []data.ID{"a"}}, []data.Number{2, 3}},
		{"like one under two ids", recommend.Request{Like: []data.ID{"a", "also:a"}}, []data.Number{2, 3}},
		{"like two", recommend.Request{Like: []data.ID{"a", "c"}}, []data.Number{4, 2}},
		{"like and unlike", recommend.Request{Like: []data.ID{"a"}, Unlike: []data.ID{"b"}}, []data.Number{3}},
		{"text", recommend.Request{Text: "Speech and attention"}, []data.Number{4, 3}},
		{"text and paper", recommend.Request{Text: "speech", Like: []data.ID{"c"}}, []data.Number{4, 1, 2}},
		{"made heavier", recommend.Request{Like: []data.ID{"a", "c"}, Boosts: []recommend.Boost{{Term: "networks", Factor: 5}}}, []data.Number{2, 4}},
		{"made lighter", recommend.Request{Like: []data.ID{"a", "c"}, Boosts: []recommend.Boost{{Term: "attention", Factor: .5}, {Term: "translation", Factor: .5}}}, []data.Number{2, 4}},
		{"without terms", recommend.Request{Like: []data.ID{"a"}, WithoutTerms: []string{"network"}}, []data.Number{2}},
		{"filter", recommend.Request{Like: []data.ID{"a"}, Filter: index.Filter{Values: map[index.Facet][]string{index.FacetDate: {"2022"}}}}, nil},
		{"without a paper", recommend.Request{Like: []data.ID{"a"}, Exclude: []data.Number{2, 5, 1}}, []data.Number{3}},
		{"limit", recommend.Request{Like: []data.ID{"a"}, Limit: 1}, []data.Number{2}},
		{"a paper without words", recommend.Request{Like: []data.ID{"e"}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.request.Limit == 0 {
				test.request.Limit = 10
			}
			answer, err := r.Similar(t.Context(), test.request)
			if err != nil {
				t.Fatal(err)
			}
			var got []data.Number
			for _, h := range answer.Hits {
				got = append(got, h.Number)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Similar(%+v) (-want +got):\n%s", test.request, diff)
			}
		})
	}
}

func TestSharedTerms(t *testing.T) {
	answer, err := newRecommender(t, papers).Similar(t.Context(), recommend.Request{Like: []data.ID{"a"}, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	hit := answer.Hits[0]
	var terms []string
	sum, last := 0., math.Inf(1)
	for _, s := range hit.SharedTerms {
		terms = append(terms, s.Term)
		if s.Weight > last {
			t.Errorf("%q weighs %v, after one of %v", s.Term, s.Weight, last)
		}
		sum, last = sum+s.Weight, s.Weight
	}
	slices.Sort(terms)
	if diff := cmp.Diff([]string{"graphs", "molecular", "networks"}, terms); diff != "" {
		t.Errorf("shared terms (-want +got):\n%s", diff)
	}
	if math.Abs(sum-hit.Score) > 1e-9 {
		t.Errorf("shared terms weigh %v, the score is %v", sum, hit.Score)
	}
}

// TestTermsOfSeveral: 200 terms of one source take part, and 100 of several, six of
// which are those of paper a.
func TestTermsOfSeveral(t *testing.T) {
	var words []string
	for i := range 26 * 10 {
		words = append(words, fmt.Sprintf("word%c%c", 'a'+i%26, 'a'+i/26))
	}
	one := data.Paper{ID: "x", Abstract: strings.Join(words, " ")}
	r := newRecommender(t, append(library{one}, papers...))
	for want, request := range map[int]recommend.Request{
		200: {Text: one.Abstract, Limit: 1},
		94:  {Text: one.Abstract, Like: []data.ID{"a"}, Limit: 1},
	} {
		answer, err := r.Similar(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(answer.Hits[0].SharedTerms); got != want {
			t.Errorf("%d shared terms, want %d", got, want)
		}
	}
}

// TestTextOfAPaper: the text of a paper finds what the paper finds, with equal scores.
func TestTextOfAPaper(t *testing.T) {
	s := loadShelf(t, sharedtest.Path(t, "testsets/cranfield"))
	for i := 0; i < len(s.library); i += 30 {
		p := s.library[i]
		if p.Title == "" || p.Abstract == "" {
			continue // one line may be a sentence as well as a title
		}
		number := data.Number(i + 1)
		like, err := s.recommender.Similar(t.Context(), recommend.Request{Like: []data.ID{p.ID}, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		text, err := s.recommender.Similar(t.Context(), recommend.Request{Text: p.Title + "\n\n" + p.Abstract, Exclude: []data.Number{number}, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		if len(like.Hits) != 20 {
			t.Errorf("paper %s has %d hits, want 20", p.ID, len(like.Hits))
		}
		if diff := cmp.Diff(like, text); diff != "" {
			t.Errorf("paper %s (-liked +as a text):\n%s", p.ID, diff)
		}
	}
}

func TestErrors(t *testing.T) {
	r := newRecommender(t, papers)
	many := make([]data.ID, recommend.MaxSeeds)
	for i := range many {
		many[i] = "a"
	}
	tests := []struct {
		name    string
		request recommend.Request
		want    error
	}{
		{"nothing", recommend.Request{}, recommend.ErrNothingAsked},
		{"nothing liked", recommend.Request{Unlike: []data.ID{"a"}}, recommend.ErrNothingAsked},
		{"function words", recommend.Request{Text: "of the and"}, recommend.ErrNoTerms},
		{"spaces", recommend.Request{Text: "  \n"}, recommend.ErrNoTerms},
		{"all words left out", recommend.Request{Text: "graph", WithoutTerms: []string{"graphs"}}, recommend.ErrNoTerms},
		{"liked and unliked", recommend.Request{Like: []data.ID{"b", "a"}, Unlike: []data.ID{"c", "also:a"}}, recommend.ErrContradiction},
		{"boosted too much", recommend.Request{Like: []data.ID{"a"}, Boosts: []recommend.Boost{{Term: "graph", Factor: 10.5}}}, recommend.ErrBoost},
		{"boosted below nothing", recommend.Request{Like: []data.ID{"a"}, Boosts: []recommend.Boost{{Term: "graph", Factor: -1}}}, recommend.ErrBoost},
		{"boosted by no number", recommend.Request{Like: []data.ID{"a"}, Boosts: []recommend.Boost{{Term: "graph", Factor: math.NaN()}}}, recommend.ErrBoost},
		{"no variety", recommend.Request{Like: []data.ID{"a"}, Variety: -.1}, recommend.ErrVariety},
		{"too much variety", recommend.Request{Like: []data.ID{"a"}, Variety: 1.1}, recommend.ErrVariety},
		{"unknown paper", recommend.Request{Like: []data.ID{"a", "x"}}, errUnknown},
		{"unknown unliked paper", recommend.Request{Like: []data.ID{"a"}, Unlike: []data.ID{"x"}}, errUnknown},
		{"too many papers", recommend.Request{Like: many, Unlike: []data.ID{"b"}}, recommend.ErrTooMuch},
		{"too long a text", recommend.Request{Text: strings.Repeat("é", recommend.MaxTextLength+1)}, recommend.ErrTooMuch},
		{"as long a text as can be", recommend.Request{Text: strings.Repeat("é", recommend.MaxTextLength)}, nil},
		{"as many papers as can be", recommend.Request{Like: many}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := r.Similar(t.Context(), test.request); !errors.Is(err, test.want) {
				t.Errorf("Similar: %v, want %v", err, test.want)
			}
		})
	}
}
