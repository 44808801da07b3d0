package memory

import "testing"

func TestHeapLimit(t *testing.T) {
	for memory, want := range map[int64]int64{128: 64, 256: 160, 512: 416, 1000: 900, 4000: 3600} {
		if got := heapLimit(memory << 20); got != want<<20 {
			t.Errorf("of %d MB %d bytes, want %d", memory, got, want<<20)
		}
	}
}
