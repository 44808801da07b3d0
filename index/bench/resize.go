package bench

import (
	"errors"
	"fmt"

	"paperboy/data"
	"paperboy/data/format"
)

// Corpus says of what the records were made (Resize).
type Corpus struct {
	// Records is how many the corpus has.
	Records int `json:"records"`
	// Copies is how many perturbed copies were added to them.
	Copies int `json:"copies"`
}

// Resize makes n records of a corpus, the same ones for one seed. Where the corpus
// has as many, they are taken at even distances from all of it, so that a quarter
// is made of the same years and subjects as the whole. Where it has not, they are
// all of it and then perturbed copies of its records (copier), pass by pass, those of
// the last pass at even distances.
//
// The corpus is read once to count it, and again for each pass; no more than a few
// hundred records are held. What its reader refuses is left out.
func Resize(corpus format.Records, n int, seed uint64) (format.Records, Corpus, error) {
	held := 0
	for _, err := range corpus {
		if err == nil {
			held++
		} else if !isReject(err) {
			return nil, Corpus{}, fmt.Errorf("count the corpus: %w", err)
		}
	}
	if held == 0 {
		return nil, Corpus{}, ErrNoPapers
	}
	resized := func(yield func(data.Record, error) bool) {
		left := n
		for pass := 0; left > 0; pass++ {
			take := min(left, held)
			for record, err := range evenly(copied(corpus, pass, seed), take, held) {
				if !yield(record, err) || err != nil {
					return
				}
			}
			left -= take
		}
	}
	return resized, Corpus{held, max(0, n-held)}, nil
}

// evenly takes n of held records at even distances.
func evenly(records format.Records, n, held int) format.Records {
	return func(yield func(data.Record, error) bool) {
		i := 0
		for record, err := range records {
			taken := (i+1)*n/held > i*n/held
			i++
			if (taken || err != nil) && !yield(record, err) {
				return
			}
		}
	}
}

// copied is the corpus itself in pass 0, and copies of its records in each other.
func copied(corpus format.Records, pass int, seed uint64) format.Records {
	return func(yield func(data.Record, error) bool) {
		c, place := copier{pass: pass, seed: seed}, 0
		for record, err := range corpus {
			if isReject(err) {
				continue
			}
			if err == nil && pass > 0 {
				record = c.copy(record, place)
			}
			place++
			if !yield(record, err) {
				return
			}
		}
	}
}

func isReject(err error) bool {
	var reject *data.Rejection
	return errors.As(err, &reject)
}
