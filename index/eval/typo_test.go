package eval

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTypos(t *testing.T) {
	papers := []Titled{{1, "Two words"}, {2, "An odd set of tiny new ways"}, {3, "Attention Is All You Need: BERT and Machine Translation"}, {4, "Neural networks see neural patterns"}}
	for _, kind := range []TypoKind{ThreeWords, WholeTitle} {
		wrong, right := Typos(papers, kind, 1), TypoFree(papers, kind, 1)
		if len(wrong.Queries) != 2 || len(right.Queries) != 2 {
			t.Fatalf("kind %d: got %d and %d queries, want those of papers 3 and 4", kind, len(wrong.Queries), len(right.Queries))
		}
		if diff := cmp.Diff(wrong, Typos(papers, kind, 1)); diff != "" {
			t.Errorf("kind %d: different queries from the same seed (-first +second):\n%s", kind, diff)
		}
	}
	const title = "Attention Is All You Need: BERT and Machine Translation"
	mistyped := map[string]bool{}
	for seed := range uint64(200) {
		wrong, right := Typos(papers[2:3], WholeTitle, seed).Queries[0], TypoFree(papers[2:3], WholeTitle, seed).Queries[0]
		if right.Text != title || wrong.ID != "3" || wrong.Grades["3"] != 1 {
			t.Fatalf("seed %d: got queries %+v and %+v", seed, wrong, right)
		}
		different := 0
		for i, word := range strings.Fields(wrong.Text) {
			if correct := strings.Fields(title)[i]; word != correct {
				different++
				mistyped[correct] = true
			}
		}
		if different != 1 {
			t.Errorf("seed %d: %q differs from %q in %d words, want 1", seed, wrong.Text, title, different)
		}
		three := strings.Fields(TypoFree(papers[2:3], ThreeWords, seed).Queries[0].Text)
		offset := 0
		for _, word := range three {
			i := strings.Index(title[offset:], word)
			if i < 0 {
				t.Fatalf("seed %d: the words %q are not in the order of %q", seed, three, title)
			}
			offset += i
		}
		if len(three) != 3 {
			t.Errorf("seed %d: got words %q, want three", seed, three)
		}
	}
	if diff := cmp.Diff(map[string]bool{"Attention": true, "Machine": true, "Translation": true}, mistyped); diff != "" {
		t.Errorf("words with typos (-want +got):\n%s", diff)
	}
}

// TestMistype counts the kinds of typos, which must be equally frequent.
func TestMistype(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	const word, n = "Translation", 4000
	shorter, longer, swapped, other := 0, 0, 0, 0
	for range n {
		typed := mistype(random, word)
		switch {
		case typed == word || typed[:1] != strings.ToUpper(typed[:1]):
			t.Fatalf("mistype(%q) = %q, want another word with a capital", word, typed)
		case len(typed) < len(word):
			shorter++
		case len(typed) > len(word):
			longer++
		case sameLetters(typed, word):
			swapped++
		default:
			other++
		}
	}
	for kind, count := range map[string]int{"omitted": shorter, "inserted": longer, "swapped": swapped, "replaced": other} {
		if count < n/5 || count > n*3/10 {
			t.Errorf("%d of %d typos have a letter %s, want a quarter", count, n, kind)
		}
	}
}

func sameLetters(a, b string) bool {
	var counts [256]int
	for i := range len(a) {
		counts[strings.ToLower(a)[i]]++
		counts[strings.ToLower(b)[i]]--
	}
	return counts == [256]int{}
}

func TestTitles(t *testing.T) {
	c := Titles([]Titled{{7, "A Title, as it stands"}})
	if diff := cmp.Diff([]Query{{"7", "A Title, as it stands", map[string]int{"7": 1}}}, c.Queries); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
}
