Console.WriteLine("infusion");
