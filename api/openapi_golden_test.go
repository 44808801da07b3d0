package api

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/openapi.json")

// TestOpenAPIGolden compares the OpenAPI document, which is made from the table of endpoints and from
// Go types, with a golden file. To update the file, run: go test ./api -run Golden -update
func TestOpenAPIGolden(t *testing.T) {
	text, err := json.MarshalIndent(newOpenAPI(nil), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/openapi.json"
	if *update {
		if err := os.WriteFile(golden, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(text)+"\n", "\n")); diff != "" {
		t.Errorf("the document has changed; if that is intended, run the test with -update (-golden +made):\n%s", diff)
	}
}
