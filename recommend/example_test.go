package recommend_test

import (
	"context"
	"fmt"
	"log"

	"paperboy/data"
	"paperboy/index/indextest"
	"paperboy/recommend"
)

// few is three papers. It implements recommend.Papers.
var few = threePapers{
	1: {ID: "lab:1", Title: "Neural parsing with attention", Abstract: "A parser that attends to the words of a sentence."},
	2: {ID: "lab:2", Title: "Attention for parsers", Abstract: "We give a parser attention."},
	3: {ID: "lab:3", Title: "Cooking rice", Abstract: "Rice is cooked in water."},
}

type threePapers map[data.Number]data.Paper

func (s threePapers) Paper(_ context.Context, id data.ID) (data.Paper, data.Number, error) {
	for number, p := range s {
		if p.ID == id {
			return p, number, nil
		}
	}
	return data.Paper{}, 0, fmt.Errorf("no paper %s", id)
}

func (s threePapers) Papers(context.Context, []data.Number) (map[data.Number]data.Paper, error) {
	return s, nil
}

// Papers like a text come with the words that they share with it.
func Example() {
	ctx := context.Background()
	engine := indextest.NewOracle("example")
	for number := data.Number(1); number <= 3; number++ {
		paper := few[number]
		if err := engine.Apply(ctx, []data.Change{{Sequence: data.Sequence(number), Number: number, Paper: &paper}}, data.Sequence(number)); err != nil {
			log.Fatal(err)
		}
	}
	answer, err := recommend.New(engine, few).Similar(ctx, recommend.Request{Text: "a parser with attention", Limit: 1})
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range answer.Hits {
		fmt.Println(hit.Paper.Title)
		for _, term := range hit.SharedTerms {
			fmt.Println("  shares", term.Term)
		}
	}
	// Output:
	// Attention for parsers
	//   shares attention
	//   shares parser
}
