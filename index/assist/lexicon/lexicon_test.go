package lexicon

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

// fakeLog is the log of a store. It has only the last change of each paper.
type fakeLog struct {
	mu      sync.Mutex // guards the fields below
	head    data.Sequence
	changes map[data.Number]data.Change
}

func (f *fakeLog) put(n data.Number, p *data.Paper) data.Sequence {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.changes == nil {
		f.changes = map[data.Number]data.Change{}
	}
	f.head++
	f.changes[n] = data.Change{Sequence: f.head, Number: n, Paper: p}
	return f.head
}

func (f *fakeLog) Changes(_ context.Context, after data.Sequence, limit int) ([]data.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var changes []data.Change
	for _, c := range f.changes {
		if c.Sequence > after {
			changes = append(changes, c)
		}
	}
	slices.SortFunc(changes, func(a, b data.Change) int { return int(a.Sequence) - int(b.Sequence) })
	return changes[:min(len(changes), limit)], nil
}

// papers returns the live papers by number.
func (f *fakeLog) papers() map[data.Number]*data.Paper {
	papers := map[data.Number]*data.Paper{}
	for n, c := range f.changes {
		if c.Paper != nil {
			papers[n] = c.Paper
		}
	}
	return papers
}

func paper(title string, authors ...string) *data.Paper {
	return &data.Paper{Title: title, Authors: authors, Date: data.Date{Year: 2020, Month: 1}}
}

// open returns a lexicon that has read the papers, numbered from 1, and its log.
func open(t *testing.T, papers ...*data.Paper) (*Lexicon, *fakeLog) {
	t.Helper()
	log := &fakeLog{}
	for i, p := range papers {
		log.put(data.Number(i+1), p)
	}
	l := New()
	read(t, l, log)
	return l, log
}

func read(t *testing.T, l *Lexicon, log *fakeLog) {
	t.Helper()
	if err := l.Read(t.Context(), log); err != nil {
		t.Fatal(err)
	}
	if err := l.Wait(t.Context(), log.head); err != nil {
		t.Fatalf("wait for %d: %v", log.head, err)
	}
}

// complete returns completions written as "kind text papers" or "title number", followed by
// ~ if a typing error was corrected.
func complete(t *testing.T, l *Lexicon, typed string, kinds ...index.CompletionKind) []string {
	t.Helper()
	found, err := l.Complete(t.Context(), index.CompleteRequest{Typed: typed, Kinds: kinds, Limit: 5, Correct: true})
	if err != nil {
		t.Fatal(err)
	}
	var written []string
	for _, c := range found {
		s := fmt.Sprintf("%s %s %d", c.Kind, c.Text, c.Papers)
		if c.Kind == index.CompleteTitle {
			s = fmt.Sprintf("title %d", c.Number)
		}
		if c.Corrected {
			s += "~"
		}
		written = append(written, s)
	}
	return written
}

func TestComplete(t *testing.T) {
	l, _ := open(t,
		paper("Attention Is All You Need", "Ashish Vaswani", "Noam Shazeer"),
		paper("Graph Neural Networks for Molecules", "Noam Shazeer", "Geoffrey Hinton"),
		paper("On Graph Neural Networks", "Geoffrey E. Hinton"),
		paper("Graph Neural Networks, Naïvely", "José García"),
		paper("Graphs of groups", "Geoffrey Hinton"),
		paper("预训练语言模型", "王伟"),
		paper("The C++ of $\\ell_2$-norms: C++ again", "Hintikka"),
		paper("C++ for all, $\\mathbb{R}$"),
		paper("Hodgkin’s lymphoma", "Flann O'Brien"),
	)
	for _, test := range []struct {
		typed string
		want  []string
	}{
		{"gr", []string{"phrase graph neural networks 3", "title 5", "title 4", "title 2", "title 3"}},
		{"graph neural netw", []string{"phrase graph neural networks 3", "title 4", "title 2", "title 3"}},
		{"GRAPH  Neural-", []string{"phrase graph neural networks 3", "title 4", "title 2", "title 3"}},
		{"graphs", []string{"title 5", "phrase graph neural networks 3~"}},
		{"all you", []string{"title 1"}},
		{"hin", []string{"author Geoffrey Hinton 2", "author Geoffrey E. Hinton 1", "author Hintikka 1"}},
		{"noam", []string{"author Noam Shazeer 2"}},
		{"garcía", []string{"author José García 1"}},
		{"garcia", []string{"author José García 1"}},
		{"naive", []string{"title 4"}},
		{"训", []string{"title 6"}},
		{"王", []string{"author 王伟 1"}},
		{"c++", []string{"phrase c++ 2", "title 8", "title 7"}},
		{"hodgkin's l", []string{"title 9"}},
		{"hodgkin lymph", []string{"title 9"}},
		{"o'bri", []string{"author Flann O'Brien 1"}},
		{"flann obri", []string{"author Flann O'Brien 1"}},
		{"math", nil},
		{"g", nil},
		{"", nil},
		{" ", nil},
		{"zyx", nil},
		{"grpah neu", []string{"phrase graph neural networks 3~"}},
		{"attnetion", []string{"title 1~"}},
		{"atention", []string{"title 1~"}},
		{"attentoin is", []string{"title 1~"}},
		{"shazer", []string{"author Noam Shazeer 2~"}},
		{"hintom", []string{"author Geoffrey Hinton 2~", "author Geoffrey E. Hinton 1~"}},
		{"xraph", nil},
		{"grxyh", nil},
		{strings.Repeat("graph ", 100), nil},
	} {
		got := complete(t, l, test.typed)
		if test.typed == "c++" { // the phrase itself is not a completion
			test.want = test.want[1:]
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.typed, diff)
		}
	}
}

func TestCompleteKinds(t *testing.T) {
	l, _ := open(t, paper("Green graphs", "Green Green"), paper("Green graphs again", "A. Green"))
	for kind, want := range map[index.CompletionKind][]string{
		index.CompletePhrase: {"phrase green graphs 2"},
		index.CompleteAuthor: {"author A. Green 1", "author Green Green 1"},
		index.CompleteTitle:  {"title 2", "title 1"},
	} {
		if diff := cmp.Diff(want, complete(t, l, "gre", kind)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	for _, limit := range []int{0, -1} {
		if found, err := l.Complete(t.Context(), index.CompleteRequest{Typed: "gre", Limit: limit}); len(found) > 0 || err != nil {
			t.Errorf("limit %d: %v, %v", limit, found, err)
		}
	}
}

// TestChanges checks that completions follow deletions, new titles and new papers.
func TestChanges(t *testing.T) {
	l, log := open(t, paper("Deep learning of things", "Ada Lovelace"), paper("Deep learning again", "Ada Lovelace"), paper("Deep learning", "Alan Turing"))
	want := func(typed string, want ...string) {
		t.Helper()
		read(t, l, log)
		if diff := cmp.Diff(want, complete(t, l, typed)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
	want("deep", "phrase deep learning 3", "title 3", "title 2", "title 1")
	log.put(2, nil)
	want("deep", "phrase deep learning 2", "title 3", "title 1")
	want("ada", "author Ada Lovelace 1")
	log.put(1, paper("Shallow learning of things", "Alan Turing"))
	want("deep", "title 3")
	want("ada")
	want("alan", "author Alan Turing 2")
	log.put(4, paper("Shallow learning of nothing", "Ada Lovelace"))
	want("shal", "phrase shallow learning 2", "title 4", "title 1")
	want("ada", "author Ada Lovelace 1")
}

// countTitles returns the number of papers whose title contains the phrase.
func countTitles(papers map[data.Number]*data.Paper, phrase string) int {
	n := 0
	for _, p := range papers {
		if strings.Contains(" "+analysis.Words(p.Title)+" ", " "+phrase+" ") {
			n++
		}
	}
	return n
}

// TestRandomPapers adds, changes and deletes random papers. It checks that every completion
// matches the typed text and that its number of papers equals a plain count. If there is a
// single segment without deletions, it also checks that no frequent phrase is missing.
func TestRandomPapers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields("graph neural network deep learning of the for model models data graphs theory net networks learn a in")
	names := strings.Fields("Ada Alan Anna Lovelace Turing Noether Lee Li")
	pick := func(from []string, n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = from[random.IntN(len(from))]
		}
		return strings.Join(words, " ")
	}
	log := &fakeLog{}
	l := New()
	for round := range 8 {
		for range 150 {
			n := data.Number(random.IntN(400) + 1)
			p := paper(pick(vocabulary, 1+random.IntN(6)), pick(names, 2), pick(names, 1+random.IntN(2)))
			if random.IntN(4) == 0 {
				p = nil
			}
			log.put(n, p)
		}
		read(t, l, log)
		papers := log.papers()
		for _, typed := range []string{"gr", "gra", "graph", "graph ", "graph neu", "deep learning", "learning of", "the", "of the", "ne", "mod", "net"} {
			found, err := l.Complete(t.Context(), index.CompleteRequest{Typed: typed, Limit: index.MaxCompletions, Correct: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				switch c.Kind {
				case index.CompletePhrase:
					if want := countTitles(papers, c.Text); c.Papers != want || !c.Corrected && !strings.HasPrefix(c.Text, typed) {
						t.Errorf("round %d, %q: phrase %q has %d titles, want %d", round, typed, c.Text, c.Papers, want)
					}
				case index.CompleteTitle:
					if p := papers[c.Number]; p == nil || !c.Corrected && !strings.Contains(" "+analysis.Words(p.Title)+" ", " "+typed) {
						t.Errorf("round %d, %q: got the title of paper %d, which doesn't match", round, typed, c.Number)
					}
				}
			}
			if len(l.now.Load().parts) == 1 && l.now.Load().parts[0].dead == nil {
				checkNoneMissing(t, papers, typed, found)
			}
		}
		for _, typed := range []string{"ad", "al", "lee", "li", "lovelace", "noe"} {
			found, err := l.Complete(t.Context(), index.CompleteRequest{Typed: typed, Kinds: []index.CompletionKind{index.CompleteAuthor}, Limit: index.MaxCompletions, Correct: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range found {
				want := 0
				for _, p := range papers {
					for _, a := range p.Authors {
						if data.AuthorKey(a) == data.AuthorKey(c.Text) {
							want++
						}
					}
				}
				if c.Papers != want {
					t.Errorf("round %d, %q: %s has %d papers, want %d", round, typed, c.Text, c.Papers, want)
				}
			}
		}
	}
}

// checkNoneMissing fails the test if a phrase that starts with the typed text is missing
// from found, except if it mostly occurs within longer phrases found.
func checkNoneMissing(t *testing.T, papers map[data.Number]*data.Paper, typed string, found []index.Completion) {
	t.Helper()
	var listed []string
	for _, c := range found {
		if c.Kind == index.CompletePhrase {
			listed = append(listed, c.Text)
		}
	}
	for _, p := range papers {
		words := strings.Fields(analysis.Words(p.Title))
		for i := range words {
			for j := i + 1; j <= min(len(words), i+maxWords); j++ {
				phrase := strings.Join(words[i:j], " ")
				if !strings.HasPrefix(phrase, typed) || phrase == strings.TrimSpace(typed) || !isInformative(phrase) || slices.Contains(listed, phrase) || len(listed) == index.MaxCompletions {
					continue
				}
				n := countTitles(papers, phrase)
				longer := 0
				for _, c := range found {
					if strings.HasPrefix(c.Text, phrase+" ") {
						longer += c.Papers
					}
				}
				if n >= 2 && longer*10 < n*6 {
					t.Errorf("%q: phrase %q, in %d titles, is missing from %q", typed, phrase, n, listed)
				}
			}
		}
	}
}

// TestConcurrentUse lets the race detector watch lookups during changes.
func TestConcurrentUse(t *testing.T) {
	l, log := open(t, paper("Deep learning"), paper("Deep learning too"))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 200 {
				if _, err := l.Complete(t.Context(), index.CompleteRequest{Typed: "deep le", Limit: 5, Correct: true}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 50 {
		log.put(data.Number(i%7+1), paper(fmt.Sprintf("Deep learning, part %d", i)))
		read(t, l, log)
	}
	group.Wait()
}
