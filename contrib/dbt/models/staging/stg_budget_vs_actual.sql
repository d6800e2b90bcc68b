{{ stage('budget_vs_actual') }}
