package indextest

import (
	"fmt"

	"paperboy/data"
)

// Changes are of numbers up to churnNumbers, of which churnPapers can be papers: no more than
// an engine must score pairs in. The rest are only deleted, which changes nothing, but makes
// batches that an engine may find worth splitting. The second half of such a batch has little
// to write and may well overtake the first.
const (
	churnNumbers = 750
	churnPapers  = 150
)

func isPaper(n data.Number) bool { return n <= churnNumbers/2 && n%3 == 0 || n%15 == 0 }

// churn returns a random batch of changes after a sequence, now and then one of all numbers.
// Each paper has a word of its own, which is also one of its authors.
func (m maker) churn(after data.Sequence) []data.Change {
	sweeping, most := m.chance(25), 1+m.IntN(40)
	var changes []data.Change
	for number := data.Number(1); number <= churnNumbers; number++ {
		if !sweeping && (!isPaper(number) || m.IntN(churnPapers) >= most) {
			continue
		}
		after++
		c := data.Change{Sequence: after, Number: number}
		if isPaper(number) && !m.chance(20) {
			c.Paper = m.paper(number)
			c.Paper.Abstract += " " + ownWord(after)
			c.Paper.Authors = append(c.Paper.Authors, ownWord(after))
		}
		changes = append(changes, c)
	}
	if changes == nil {
		changes = []data.Change{{Sequence: after + 1, Number: 1}}
	}
	return changes
}

// ownWord returns the word of the paper that was written at a sequence.
func ownWord(s data.Sequence) string { return fmt.Sprintf("written%d", s) }
