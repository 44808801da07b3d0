package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// WarnIDRepaired: an arXiv number that a spreadsheet or data frame had taken for a
// decimal, "704.052" or "1501.0009599999998".
const WarnIDRepaired = "id_repaired"

// firstFiveDigits is the month, as YYMM, since which arXiv numbers its papers
// with five digits instead of four.
const firstFiveDigits = 1501

// RepairNumber undoes what reading an arXiv number as a decimal does to it: the
// leading zero and the trailing ones are lost, and binary fractions appear. The
// width of both parts is known, so there is only one number that it can have been.
func RepairNumber(s string) (string, bool) {
	month, number, found := strings.Cut(s, ".")
	yymm, err := strconv.Atoi(month)
	if !found || err != nil || yymm < 704 || yymm%100 < 1 || yymm%100 > 12 {
		return "", false
	}
	width := 4
	if yymm >= firstFiveDigits {
		width = 5
	}
	if len(month) == 4 && len(number) == width {
		return "", false // as it should be
	}
	fraction, err := strconv.ParseFloat("0."+number, 64)
	if err != nil {
		return "", false
	}
	scale := math.Pow10(width)
	n := math.Round(fraction * scale)
	if n >= scale || math.Abs(n-fraction*scale) > 1e-3 {
		return "", false
	}
	return fmt.Sprintf("%04d.%0*d", yymm, width, int(n)), true
}
