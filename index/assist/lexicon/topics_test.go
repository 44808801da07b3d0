package lexicon

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/index"
)

// topicsOf asks for the topics of the papers with these numbers.
func topicsOf(t *testing.T, l *Lexicon, limit int, papers ...data.Number) []index.Topic {
	t.Helper()
	r, err := l.Topics(t.Context(), index.TopicsRequest{Papers: papers, Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return r.Topics
}

func TestTopics(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	noise := func() string { return fmt.Sprintf("noise%d over thing%d", random.IntN(500), random.IntN(500)) }
	var papers []*data.Paper
	for i := range 200 { // what all write about, and what some others do too
		title := "Learning of " + noise()
		if i%20 == 0 {
			title += " with Graph Neural Networks"
		}
		papers = append(papers, paper(title))
	}
	own := []string{
		"A Graph Neural Network for rain", "Graph-Neural Networks: learning to see", "Learning on graph neural networks",
		"Chain-of-Thought: a survey", "Learning with Chain-of-Thought", "Chain of thought at work", "The chain-of-thought of two",
		"A learning machine: of the sea", "A learning machine: of the sea", "In 2020, in 2020 and in 2020",
	}
	var numbers []data.Number
	for _, title := range own {
		papers = append(papers, paper(title))
		numbers = append(numbers, data.Number(len(papers)))
	}
	l, log := open(t, papers...)

	got := topicsOf(t, l, 10, append(numbers, 9999)...)
	want := []index.Topic{{Text: "Chain-of-Thought", Papers: 4}, {Text: "graph neural networks", Papers: 3}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if one := topicsOf(t, l, 1, numbers...); len(one) != 1 || one[0] != want[0] {
		t.Errorf("at most one: %v", one)
	}
	if none := topicsOf(t, l, 10); len(none) != 0 {
		t.Errorf("of no papers: %v", none)
	}
	if none := topicsOf(t, l, 10, numbers[0]); len(none) != 0 {
		t.Errorf("of one paper: %v", none)
	}

	// Deleted papers do not count.
	log.put(numbers[3], nil)
	log.put(numbers[4], nil)
	log.put(numbers[5], nil)
	read(t, l, log)
	if got := topicsOf(t, l, 10, numbers...); len(got) != 1 || got[0].Text != "graph neural networks" {
		t.Errorf("after deletions: %v, want graph neural networks only", got)
	}
}

// TestTopicsOfManyPapers asks for more papers than are read, all of them: nothing is
// characteristic of a library compared with itself.
func TestTopicsOfManyPapers(t *testing.T) {
	var papers []*data.Paper
	var numbers []data.Number
	for i := range 2 * index.MaxTopicPapers {
		papers = append(papers, paper(fmt.Sprintf("Deep learning for thing%d", i%50)))
		numbers = append(numbers, data.Number(i+1))
	}
	l, _ := open(t, papers...)
	if got := topicsOf(t, l, 10, numbers...); len(got) != 0 {
		t.Errorf("topics of everything: %v", got)
	}
}
