package data_test

import (
	"fmt"

	"paperboy/data"
)

func ExampleParseID() {
	for _, spelling := range []string{"arXiv:2203.03850v2 [cs.CL]", "https://doi.org/10.1162/coli.07-034-R2", "P18-2077", "lab:17"} {
		id, err := data.ParseID(spelling)
		fmt.Println(id, err)
	}
	// Output:
	// arxiv:2203.03850 <nil>
	// doi:10.1162/coli.07-034-r2 <nil>
	// acl:P18-2077 <nil>
	// lab:17 <nil>
}

// Two sources describe one paper. What each of them knows is kept.
func ExampleMerge() {
	preprint := data.Record{Paper: data.Paper{ID: "arxiv:1706.03762", Title: "Attention Is All You Need", Authors: []string{"Ashish Vaswani", "Noam Shazeer"}, Date: data.Date{Year: 2017, Month: 6, Day: 12}}}
	proceedings := data.Record{Paper: data.Paper{ID: "doi:10.5555/3295222.3295349", Title: "Attention is All you Need", Authors: []string{"Ashish Vaswani"}, Venue: "NIPS", DOI: "10.5555/3295222.3295349", Date: data.Date{Year: 2017}}}

	reason, same := data.SamePaper(preprint.Paper, proceedings.Paper)
	fmt.Println(same, reason)
	paper := data.Merge([]data.Record{preprint, proceedings})
	fmt.Println(paper.ID, paper.Date, paper.Venue, paper.DOI, len(paper.Authors), "authors")
	// Output:
	// true same title and author
	// arxiv:1706.03762 2017-06-12 NIPS 10.5555/3295222.3295349 2 authors
}
