"""Does next to nothing."""


def main():
    print("Hello")
    return []
