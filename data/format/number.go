package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// WarnIDRepaired says that an arXiv number had been changed to a decimal by a spreadsheet or data
// frame, "704.052" or "1501.0009599999998", and was repaired.
const WarnIDRepaired = "id_repaired"

// firstFiveDigits is the month, as YYMM, from which arXiv numbers have five digits instead of
// four.
const firstFiveDigits = 1501

// RepairNumber restores an arXiv number that was read as a decimal number, which removes leading
// and trailing zeros and adds rounding errors. The width of both parts is known, so the original
// is unambiguous. It returns false if s is not such a number.
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
		return "", false // already correct
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
