package help_test

import (
	"fmt"
	"log"

	"paperboy/web/help"
)

func ExampleLoad() {
	manual, err := help.Load()
	if err != nil {
		log.Fatal(err)
	}
	page := manual.Pages[manual.Topics[1]]
	fmt.Println(page.Title, page.URL(), page.Contents[0])
	// Output: Searching /help/search {examples Examples}
}
