package embedded_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/query"
)

// An index follows the log of a store: it is given changes, and answers from them.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "paperboy-example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	engine, err := embedded.Open(ctx, folder, embedded.Options{Store: "example", Head: 3})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close()

	changes := []data.Change{
		{Sequence: 1, Number: 1, Paper: &data.Paper{ID: "lab:1", Title: "Attention Is All You Need", Date: data.Date{Year: 2017}}},
		{Sequence: 2, Number: 2, Paper: &data.Paper{ID: "lab:2", Title: "Neural parsing with attention", Date: data.Date{Year: 2020}}},
		{Sequence: 3, Number: 3, Paper: &data.Paper{ID: "lab:3", Title: "A survey of parsers", Date: data.Date{Year: 2020}}},
	}
	if err := engine.Apply(ctx, changes, 3); err != nil {
		log.Fatal(err)
	}
	if err := engine.WaitVisible(ctx, 3); err != nil {
		log.Fatal(err)
	}

	result, err := engine.Search(ctx, index.Request{Query: query.Parse("attention -survey"), Limit: 10, Facets: []index.Facet{index.FacetDate}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Total, "papers")
	for _, hit := range result.Hits {
		fmt.Println(hit.Number)
	}
	for _, bucket := range result.Facets[index.FacetDate] {
		if bucket.Count > 0 {
			fmt.Println(bucket.Key, bucket.Count)
		}
	}
	// Output:
	// 2 papers
	// 1
	// 2
	// 2017 1
	// 2020 1
}
