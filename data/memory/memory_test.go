package memory

import (
	"runtime/debug"
	"testing"
)

func TestHeapLimit(t *testing.T) {
	for memory, want := range map[int64]int64{128: 64, 256: 160, 512: 416, 1000: 900, 4000: 3600} {
		if got := heapLimit(memory << 20); got != want<<20 {
			t.Errorf("of %d MB %d bytes, want %d", memory, got, want<<20)
		}
	}
}

func TestServe(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(90))
	for gogc, want := range map[string]int{"": servePercent, "70": 90} {
		debug.SetGCPercent(90)
		t.Setenv("GOGC", gogc)
		Serve()
		if got := debug.SetGCPercent(90); got != want {
			t.Errorf("with GOGC=%q the heap grows by %d %%, want %d", gogc, got, want)
		}
	}
}
