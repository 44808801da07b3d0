package formats_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
)

// The format is recognized by the content. A record that cannot be read is rejected by name,
// and the others are read.
func Example() {
	library := `@article{shannon1948, title = {A Mathematical Theory of Communication}, author = {Claude E. Shannon}, year = 1948}
@article{unfinished, author = {Ann Other and

@inproceedings{vaswani2017, title = {{A}ttention is {A}ll you {N}eed}, author = {Vaswani, Ashish and Shazeer, Noam}, year = 2017}`

	options := format.Options{Formats: formats.All()}
	for record, err := range format.Read(context.Background(), "library.bib", time.Now(), strings.NewReader(library), options) {
		var reject *data.Rejection
		switch {
		case errors.As(err, &reject):
			fmt.Println("rejected:", reject.Entry, reject.Code)
		case err != nil:
			fmt.Println(err)
		default:
			fmt.Println(record.Paper.Title, record.Paper.Authors, record.Paper.Date)
		}
	}
	// Output:
	// A Mathematical Theory of Communication [Claude E. Shannon] 1948
	// rejected: line 2 (unfinished) unclosed_entry
	// Attention is All you Need [Ashish Vaswani Noam Shazeer] 2017
}
