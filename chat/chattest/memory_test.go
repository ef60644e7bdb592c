package chattest

import (
	"testing"

	"kakebot/chat"
)

func TestMemoryOfThisPackage(t *testing.T) {
	TestMemory(t, func(*testing.T) chat.Memory { return new(Memory) })
}
