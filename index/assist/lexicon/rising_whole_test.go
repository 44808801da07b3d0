package lexicon

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
)

// risingWith returns what rises in a library of 15 months with 40 papers of noise each, if the
// last three months have these titles too. %d in a title is a word of its own, %D in capitals, and the copies
// of a title are spread over the three months.
func risingWith(t *testing.T, venue string, titles map[string]int) []index.RisingTerm {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 6))
	var papers []*data.Paper
	month := func(m int) data.Date { return data.Date{Year: 2025 + m/12, Month: time.Month(m%12 + 1)} }
	for m := range 15 {
		for range 40 {
			papers = append(papers, &data.Paper{Title: fmt.Sprintf("noise%d of thing%d", random.IntN(5000), random.IntN(5000)), Date: month(m)})
		}
	}
	for title, copies := range titles {
		for i := range copies {
			thing := fmt.Sprintf("thing%d", random.IntN(5000))
			written := strings.NewReplacer("%d", thing, "%D", strings.ToUpper(thing)).Replace(title)
			papers = append(papers, &data.Paper{Title: written, Venue: venue, Date: month(12 + i%3)})
		}
	}
	l, _ := open(t, papers...)
	r, err := l.Rising(t.Context(), index.RisingRequest{Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	return r.Terms
}

func TestRisingPhrases(t *testing.T) {
	for _, test := range []struct {
		name   string
		venue  string
		titles map[string]int
		want   []string
	}{
		{"as most titles write it", "", map[string]int{"On-Policy Distillation of %d": 8, "%d by on-policy distillation": 4}, []string{"On-Policy Distillation"}},
		{"not as titles in capitals write it", "", map[string]int{"LOW LIGHT %D": 9, "%d in low light": 4}, []string{"low light"}},
		{"with its accents", "", map[string]int{"Schrödinger bridges for %d": 8}, []string{"Schrödinger bridges"}},
		{"with the capitals of names", "", map[string]int{"%d with vLLM": 9}, []string{"vLLM"}},
		{"whole, however long", "", map[string]int{"Vision and language navigation in continuous environments of %d": 9}, []string{"Vision and language navigation in continuous environments"}},
		{"whole, if some titles have less of it", "", map[string]int{"World action models of %d": 9, "World action of %d": 2}, []string{"World action models"}},
		{"no longer than most of its titles", "", map[string]int{"Agent memory for %d": 6, "Agent memory from %d": 6}, []string{"Agent memory"}},
		{"no half of a compound", "", map[string]int{"Instruction-based editing of %d": 3, "Point-based editing of %d": 3, "Text-based editing of %d": 3}, []string{"editing"}},
		{"no connector", "", map[string]int{"%d via reinforcement": 9}, []string{"reinforcement"}},
		{"singular and plural together", "", map[string]int{"%d, an agent harness": 4, "Agent harnesses of %d": 8}, []string{"Agent harnesses"}},
		{"no challenge", "", map[string]int{"NTIRE 2026 challenge on %d": 9}, nil},
		{"nothing of a challenge", "", map[string]int{"NTIRE 2026 challenge on low light: %d": 9}, nil},
		{"no submissions to a shared task", "", map[string]int{"Team%d@WMT26: hyperpartisan news": 9}, nil},
		{"what rises in shared tasks and beside them", "", map[string]int{"Submission %d to IWSLT 2026: BERT": 12, "BERT of %d": 6}, []string{"BERT"}},
		{"a topic beyond its shared task", "", map[string]int{"Submission %d to IWSLT 2026: speech translation": 4, "speech translation of %d": 9}, []string{"speech translation"}},
		{"no venue of the library", "Proceedings of DravidianLangTech", map[string]int{"%d for DravidianLangTech 2026": 9}, nil},
		{"a name with its version", "", map[string]int{"%d with ImageNet 2012": 9}, []string{"ImageNet 2012"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, term := range risingWith(t, test.venue, test.titles) {
				got = append(got, term.Text)
			}
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRisingForms checks that a phrase has the titles of its singular and of its plural, each
// title once.
func TestRisingForms(t *testing.T) {
	terms := risingWith(t, "", map[string]int{"%d, an agent skill": 4, "Agent skills of %d": 7, "Agent skills and the agent skill of %d": 2})
	if len(terms) != 1 {
		t.Fatalf("terms %+v, want agent skills", terms)
	}
	if got := terms[0]; got.Papers != 13 || !slices.Equal(got.Forms, []string{"agent skill", "agent skills"}) {
		t.Errorf("%q: %d papers with %q, want 13 with both forms", got.Text, got.Papers, got.Forms)
	}
}

// TestRisingAcronym checks that a phrase and its acronym are one topic.
func TestRisingAcronym(t *testing.T) {
	var got []string
	for _, term := range risingWith(t, "", map[string]int{"On-policy distillation (OPD) of %d": 6, "OPD of %d": 6, "On-policy distillation of %d": 6}) {
		got = append(got, term.Text)
	}
	if diff := gocmp.Diff([]string{"On-policy distillation"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSingular(t *testing.T) {
	for word, want := range map[string]string{
		"agents": "agent", "harnesses": "harness", "harness": "harness", "studies": "study", "boxes": "box", "llms": "llm",
		"news": "news", "corpus": "corpus", "analysis": "analysis", "physics": "physics", "bias": "bias", "gas": "gas", "vaes": "vae",
	} {
		if got := singular(word); got != want {
			t.Errorf("singular of %s: %s, want %s", word, got, want)
		}
	}
}
