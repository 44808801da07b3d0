package analysis_test

import (
	"fmt"

	"paperboy/index/analysis"
)

func ExampleStem() {
	for _, form := range []string{"parsing", "parsers", "translations"} {
		fmt.Println(form, analysis.Stem(form))
	}
	// Output:
	// parsing pars
	// parsers parser
	// translations translat
}
