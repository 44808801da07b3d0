package query_test

import (
	"fmt"

	"paperboy/index/query"
)

func ExampleParse() {
	for _, text := range []string{
		`neural NEAR/3 translation -survey`,
		`title:attention author:vaswani year:2017..`,
		`https://arxiv.org/abs/1706.03762v5`,
		`"machine translation`,
	} {
		q := query.Parse(text)
		fmt.Println(q, q.Notices)
	}
	// Output:
	// "neural translation"~3 -survey []
	// title:attention author:vaswani date:2017.. []
	// id:arxiv:1706.03762 []
	// machine translation [A quotation mark without a second one was ignored.]
}
