package bench

import (
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/format"
)

// A Corpus says what Resize made records from.
type Corpus struct {
	// Records is the number of records in the corpus.
	Records int `json:"records"`
	// Copies is the number of perturbed copies that were added.
	Copies int `json:"copies"`
}

// Resize returns n records made from a corpus. The same seed gives the same records. If the
// corpus is large enough, they are evenly spaced records of it, so that they have the same
// years and subjects. Otherwise they are the whole corpus, followed by perturbed copies of its
// records (copier): whole passes over the corpus, and a last pass with evenly spaced records.
//
// Resize reads the corpus once to count it, and the result reads it once for each pass. At most
// a few hundred records are in memory. Rejected records are left out.
func Resize(corpus format.Records, n int, seed uint64) (format.Records, Corpus, error) {
	size := 0
	for _, err := range corpus {
		if err == nil {
			size++
		} else if !isReject(err) {
			return nil, Corpus{}, fmt.Errorf("count the corpus: %w", err)
		}
	}
	if size == 0 {
		return nil, Corpus{}, ErrNoPapers
	}
	resized := func(yield func(data.Record, error) bool) {
		left := n
		for pass := 0; left > 0; pass++ {
			take := min(left, size)
			for record, err := range spaced(copied(corpus, pass, seed), take, size) {
				if !yield(record, err) || err != nil {
					return
				}
			}
			left -= take
		}
	}
	return resized, Corpus{size, max(0, n-size)}, nil
}

// spaced yields n evenly spaced records of size.
func spaced(records format.Records, n, size int) format.Records {
	return func(yield func(data.Record, error) bool) {
		i := 0
		for record, err := range records {
			taken := (i+1)*n/size > i*n/size
			i++
			if (taken || err != nil) && !yield(record, err) {
				return
			}
		}
	}
}

// copied yields the records of the corpus in pass 0, and perturbed copies in other passes.
func copied(corpus format.Records, pass int, seed uint64) format.Records {
	return func(yield func(data.Record, error) bool) {
		c, position := copier{pass: pass, seed: seed}, 0
		for record, err := range corpus {
			if isReject(err) {
				continue
			}
			if err == nil && pass > 0 {
				record = c.copy(record, position)
			}
			position++
			if !yield(record, err) {
				return
			}
		}
	}
}

// isReject reports whether an error is a rejected record.
func isReject(err error) bool {
	var reject *data.Rejection
	return errors.As(err, &reject)
}
